package io.margay.bus.internal.bridge;

import io.margay.bus.Payload;
import io.margay.bus.QoS;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of Eclipse Paho. Neither Paho's own reconnecting nor its own storing is used: each
 * link is a new client with an empty memory, so that nothing is sent twice by two.
 */
final class PahoLink implements Link {
  private static final Logger LOG = LoggerFactory.getLogger(PahoLink.class);
  private static final int REFUSED = 0x80;
  private static final long PATIENCE_MILLIS = 2_000;

  private final MqttAsyncClient client;
  private final Map<String, QoS> filters;
  private final Link.Listener listener;
  private final AtomicBoolean over = new AtomicBoolean();

  private PahoLink(MqttAsyncClient client, Map<String, QoS> filters, Link.Listener listener) {
    this.client = client;
    this.filters = filters;
    this.listener = listener;
  }

  /** Begins to connect. */
  static PahoLink open(RemoteBroker broker, Map<String, QoS> filters, Link.Listener listener) {
    MqttConnectOptions options = broker.options();
    try {
      MqttAsyncClient client =
          new MqttAsyncClient(broker.server(), broker.clientId(), new MemoryPersistence());
      PahoLink link = new PahoLink(client, filters, listener);
      client.setCallback(link.new Callback());
      link.connect(options);
      return link;
    } catch (MqttException e) {
      throw new IllegalStateException(e); // memory cannot fail to open
    }
  }

  private void connect(MqttConnectOptions options) {
    attempt(() -> client.connect(options, null, then(token -> subscribe())));
  }

  private void subscribe() {
    String[] names = filters.keySet().toArray(new String[0]);
    int[] levels = filters.values().stream().mapToInt(QoS::level).toArray();
    if (names.length == 0) {
      listener.up();
    } else {
      attempt(() -> client.subscribe(names, levels, null, then(this::subscribed)));
    }
  }

  private void subscribed(IMqttToken token) {
    int[] granted = token.getGrantedQos();
    String[] names = token.getTopics();
    for (int i = 0; i < granted.length; i++) {
      if (granted[i] == REFUSED) {
        LOG.warn(
            "The broker at {} lets nobody of our kind subscribe to {}; nothing comes in from there",
            client.getServerURI(),
            names[i]);
      }
    }
    listener.up();
  }

  @Override
  public void send(Parcel parcel) {
    byte[] payload = new byte[parcel.payload().size()];
    parcel.payload().asByteBuffer().get(payload);
    attempt(
        () ->
            client.publish(
                parcel.topic(),
                payload,
                parcel.qos().level(),
                parcel.retain(),
                null,
                then(token -> listener.delivered(parcel.number()))));
  }

  @Override
  public void close() {
    over.set(true);
    try {
      if (client.isConnected()) {
        client.disconnect(PATIENCE_MILLIS).waitForCompletion(PATIENCE_MILLIS);
      }
    } catch (MqttException e) {
      LOG.debug("The good-bye to {} failed: {}", client.getServerURI(), e.toString());
    }
    try {
      client.disconnectForcibly(0, PATIENCE_MILLIS, false);
    } catch (MqttException e) {
      LOG.debug("The connection to {} was gone already: {}", client.getServerURI(), e.toString());
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      LOG.debug("The client of {} did not close: {}", client.getServerURI(), e.toString());
    }
  }

  @FunctionalInterface
  private interface Call {
    void run() throws MqttException;
  }

  private void attempt(Call call) {
    try {
      call.run();
    } catch (MqttException e) {
      down(e);
    }
  }

  private void down(@Nullable Throwable cause) {
    if (over.compareAndSet(false, true)) {
      listener.down(reason(cause));
    }
  }

  private static String reason(@Nullable Throwable failure) {
    if (failure == null) {
      return "the connection broke";
    }
    Throwable cause = failure.getCause();
    return cause == null || cause.getMessage() == null
        ? String.valueOf(failure.getMessage())
        : failure.getMessage() + ": " + cause.getMessage();
  }

  private IMqttActionListener then(Consumer<IMqttToken> step) {
    return new IMqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        if (!over.get()) {
          step.accept(token);
        }
      }

      @Override
      public void onFailure(IMqttToken token, Throwable failure) {
        down(failure);
      }
    };
  }

  private final class Callback implements MqttCallback {
    @Override
    public void connectionLost(@Nullable Throwable cause) {
      down(cause);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      listener.arrived(topic, Payload.of(message.getPayload()), QoS.ofLevel(message.getQos()));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      // Each message has a listener of its own.
    }
  }
}

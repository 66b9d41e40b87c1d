package io.margay.push.mqtt.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.SecretFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * A lasting connection of Eclipse Paho. Neither Paho's own reconnecting nor its own storing is
 * used: that is the engine's part.
 */
final class MqttChannel implements PushChannel {
  private static final int WINDOW = 100;
  private static final long PATIENCE_MILLIS = 500;

  private final MqttAsyncClient client;

  private MqttChannel(MqttAsyncClient client) {
    this.client = client;
  }

  static MqttChannel open(BrokerSettings broker, SecretFiles secrets, Deadline deadline)
      throws PushException {
    MqttConnectOptions options = broker.options(secrets, deadline, WINDOW);
    String id =
        broker.clientId().isEmpty()
            ? "margay-push-" + UUID.randomUUID().toString().substring(0, 8)
            : broker.clientId();
    try {
      MqttChannel channel =
          new MqttChannel(new MqttAsyncClient(broker.uri(), id, new MemoryPersistence()));
      try {
        channel.client.connect(options).waitForCompletion(atLeastOne(deadline));
        return channel;
      } catch (MqttException e) {
        channel.close();
        throw e;
      }
    } catch (MqttException e) {
      throw unreachable(broker.uri(), e);
    }
  }

  @Override
  public void deliver(List<PushRecord> batch, Deadline deadline) throws PushException {
    for (int from = 0; from < batch.size(); from += WINDOW) {
      deliver(batch, from, Math.min(batch.size(), from + WINDOW), deadline);
    }
  }

  private void deliver(List<PushRecord> batch, int from, int to, Deadline deadline)
      throws PushException {
    int delivered = from;
    try {
      List<IMqttDeliveryToken> tokens = new ArrayList<>();
      for (PushRecord sent : batch.subList(from, to)) {
        MessageSettings wanted = MessageSettings.of(sent.settings().read());
        tokens.add(client.publish(wanted.topic(), wanted.message(sent)));
      }
      for (IMqttDeliveryToken token : tokens) {
        token.waitForCompletion(atLeastOne(deadline));
        delivered++;
      }
    } catch (MqttException e) {
      throw unreachable(client.getServerURI(), e).afterDelivering(delivered);
    }
  }

  /** To Paho no time at all means for ever. */
  private static long atLeastOne(Deadline deadline) {
    return Math.max(1, deadline.remainingMillis());
  }

  private static PushException unreachable(String uri, MqttException e) {
    Throwable cause = e.getCause();
    String reason =
        cause == null || cause.getMessage() == null ? e.getMessage() : cause.getMessage();
    return PushException.unreachable(uri + ": " + reason, e);
  }

  @Override
  public void close() {
    try {
      client.disconnectForcibly(PATIENCE_MILLIS, PATIENCE_MILLIS);
    } catch (MqttException e) {
      // It was gone already.
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      // Nothing is left of it that could be closed.
    }
  }
}

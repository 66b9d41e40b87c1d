package io.margay.bus.internal;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.Subscriber;
import io.margay.bus.Subscription;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.NewPassword;
import io.margay.bus.internal.bridge.BridgeEndpoint;
import io.margay.bus.internal.mqtt.ClientRow;
import io.margay.bus.internal.mqtt.Printable;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Shell view of the bus: {@code bus:status}, {@code bus:clients}, {@code bus:kick}, {@code
 * bus:sub}, {@code bus:pub}, {@code bus:passwd}.
 */
@Component(
    service = BusCommands.class,
    property = {
      "osgi.command.scope=bus",
      "osgi.command.function=status",
      "osgi.command.function=clients",
      "osgi.command.function=kick",
      "osgi.command.function=sub",
      "osgi.command.function=pub",
      "osgi.command.function=passwd"
    })
public final class BusCommands {
  private final InProcessBus bus;
  private final BusStore store;
  private final @Nullable MqttEndpoint endpoint;
  private final @Nullable BridgeEndpoint bridge;

  @Activate
  public BusCommands(
      @Reference InProcessBus bus,
      @Reference BusStore store,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable MqttEndpoint endpoint,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable BridgeEndpoint bridge) {
    this.bus = bus;
    this.store = store;
    this.endpoint = endpoint;
    this.bridge = bridge;
  }

  @Descriptor("Shows where MQTT clients connect and what went through. Example: bus:status")
  public Object status() {
    return BusStatus.of(bus, store, endpoint, bridge == null ? null : bridge.status());
  }

  @Descriptor("Lists MQTT clients, also absent ones with a kept session. Example: bus:clients")
  public List<ClientRow> clients() {
    return endpoint == null ? List.of() : endpoint.broker().clients();
  }

  @Descriptor("Ends the connection of an MQTT client. Example: bus:kick --forget panel1")
  public String kick(
      @Descriptor("Also delete its session: subscriptions and what waits for it")
          @Parameter(
              names = {"-f", "--forget"},
              presentValue = "true",
              absentValue = "false")
          boolean forget,
      @Descriptor("Client id, see bus:clients") String client) {
    boolean found = endpoint != null && endpoint.broker().kick(client, forget);
    return found ? "kicked " + client : "no client " + client + (forget ? "" : " is connected");
  }

  @Descriptor("Prints messages as they come, until interrupted. Example: bus:sub '$hw/#' -n 10")
  public void sub(
      CommandSession session,
      @Descriptor("End after so many messages")
          @Parameter(
              names = {"-n", "--count"},
              absentValue = "0")
          int count,
      @Descriptor("Topic filter, in quotes when it has a # or a $") String filter) {
    PrintStream console = session.getConsole();
    CountDownLatch left = new CountDownLatch(count > 0 ? count : Integer.MAX_VALUE);
    Subscriber printer =
        message -> {
          if (left.getCount() > 0) {
            console.println(message.topic() + " " + Printable.line(message.payload().asText()));
            left.countDown();
          }
        };
    try (Subscription subscription = bus.subscribe(new TopicFilter(filter), printer)) {
      boolean finished = false;
      while (!finished && !console.checkError()) {
        finished = left.await(1, TimeUnit.SECONDS);
      }
      if (subscription.dropped() > 0) {
        console.println("(" + subscription.dropped() + " dropped, they came faster than shown)");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Descriptor("Publishes a text. Example: bus:pub -q 1 -r line1/setpoint 42")
  public String pub(
      @Descriptor("Quality of service: 0, 1 or 2")
          @Parameter(
              names = {"-q", "--qos"},
              absentValue = "0")
          int qos,
      @Descriptor("Retain it for later subscribers; an empty text deletes what is retained")
          @Parameter(
              names = {"-r", "--retain"},
              presentValue = "true",
              absentValue = "false")
          boolean retain,
      @Descriptor("Topic") String topic,
      @Descriptor("Text") String text) {
    bus.publish(new Message(topic, Payload.of(text), QoS.ofLevel(qos), retain));
    return "published on " + topic;
  }

  @Descriptor(
      "Makes a password for a user, and the line for the file of users. Example: bus:passwd hmi")
  public NewPassword passwd(@Descriptor("User name") String user) {
    return NewPassword.of(user);
  }
}

package io.margay.bus.internal.bridge;

import io.margay.bus.internal.topic.SharedTopics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Runs the bridge as configured; a change of its configuration restarts it, and nothing else. */
@Component(service = BridgeEndpoint.class, immediate = true, configurationPid = BridgeMode.PID)
@Designate(ocd = BridgeConfig.class)
public final class BridgeEndpoint {
  private static final int MOST_IN_MEMORY = 1_000;
  private static final int BOTH = 1;
  private static final int EXTERNAL = 2;

  private final Bridge bridge;

  /** Where and who this node is. */
  record Node(String name, Path conf, Path var) {

    static Node of(BundleContext context) {
      return new Node(
          property(context, "margay.node.name", "node"),
          Path.of(property(context, "margay.home", "")).resolve("conf"),
          Path.of(property(context, "margay.var", "var")));
    }

    private static String property(BundleContext context, String name, String otherwise) {
      String value = context.getProperty(name);
      return value == null ? otherwise : value;
    }

    /** A file of {@code conf/}, or with an absolute path one elsewhere; null when none is named. */
    @Nullable Path file(String setting) {
      return setting.isEmpty() ? null : conf.resolve(setting);
    }
  }

  @Activate
  public BridgeEndpoint(
      @Reference SharedTopics topics,
      @Reference OwnBroker own,
      @Reference(target = BridgeMode.BRIDGE) BridgeMode mode,
      BundleContext context,
      BridgeConfig config) {
    this(topics, own, Node.of(context), config);
  }

  BridgeEndpoint(SharedTopics topics, OwnBroker own, Node node, BridgeConfig config) {
    if (config.mqttMode() != BOTH && config.mqttMode() != EXTERNAL) {
      throw new IllegalArgumentException(
          "mqttMode: found " + config.mqttMode() + ", expected 0, 1 or 2");
    }
    RemoteBroker broker = broker(node, config);
    if (config.mqttMode() == BOTH) {
      own.refuse(broker.address());
    }
    TopicRules rules = TopicRules.parse(config.topics());
    BackOff backOff =
        new BackOff(
            Duration.ofMillis(config.retryMinMillis()),
            Duration.ofMillis(config.retryMaxMillis()),
            new Random());
    SqliteSpool.Bounds bounds = new SqliteSpool.Bounds(config.storeMessages(), config.storeBytes());
    Path var = node.var();
    bridge =
        new Bridge(
            new Bridge.Parts(
                broker.toString(),
                topics.space(),
                rules,
                new SqliteSpool(var.resolve("bus"), var.resolve("tmp"), bounds, Clock.systemUTC()),
                new Outgoing.Manner(
                    config.maxInFlight(), MOST_IN_MEMORY, config.storeAll(), config.storeQos0()),
                listener -> PahoLink.open(broker, rules.incoming(), listener),
                backOff,
                Duration.ofSeconds(config.connectTimeoutSeconds()),
                System::nanoTime));
    bridge.start();
  }

  private static RemoteBroker broker(Node node, BridgeConfig config) {
    return new RemoteBroker(
        config.server(),
        config.clientId().isEmpty() ? "margay-" + node.name() : config.clientId(),
        config.user(),
        node.file(config.passwordFile()),
        new TlsFiles(
            node.file(config.caFile()),
            node.file(config.certificateFile()),
            node.file(config.keyFile())),
        config.keepAliveSeconds(),
        config.connectTimeoutSeconds(),
        config.maxInFlight());
  }

  @Deactivate
  void stop() {
    bridge.close();
  }

  /** How the bridge fares. */
  public BridgeStatus status() {
    return bridge.status();
  }
}

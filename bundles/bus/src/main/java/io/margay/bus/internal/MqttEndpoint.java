package io.margay.bus.internal;

import io.margay.bus.internal.access.OpenDoor;
import io.margay.bus.internal.mqtt.BrokerLimits;
import io.margay.bus.internal.mqtt.MqttBroker;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Runs the MQTT broker as configured; a change of the configuration restarts the broker alone. */
@Component(service = MqttEndpoint.class, immediate = true, configurationPid = "io.margay.bus")
@Designate(ocd = BusConfig.class)
public final class MqttEndpoint {
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final int HIGHEST_PORT = 65_535;

  private final MqttBroker broker;

  @Activate
  public MqttEndpoint(@Reference InProcessBus bus, BusConfig config) {
    broker = new MqttBroker(address(config), RETRY, limits(config), bus.space(), new OpenDoor());
    if (config.systemTopicsSeconds() > 0) {
      broker.publishFigures(version(), Duration.ofSeconds(config.systemTopicsSeconds()));
    }
    broker.start();
  }

  private static String version() {
    Bundle bundle = FrameworkUtil.getBundle(MqttEndpoint.class);
    return bundle == null ? "margay" : "margay " + bundle.getVersion();
  }

  private static InetSocketAddress address(BusConfig config) {
    if (config.port() < 0 || config.port() > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "port: found %d, expected 0 to %d".formatted(config.port(), HIGHEST_PORT));
    }
    return new InetSocketAddress(config.host(), config.port());
  }

  private static BrokerLimits limits(BusConfig config) {
    return new BrokerLimits(
        config.maxConnections(),
        config.maxPacketBytes(),
        Duration.ofSeconds(config.connectTimeoutSeconds()),
        config.maxSubscriptions(),
        config.maxInFlight(),
        config.queueMessages(),
        config.queueBytes(),
        config.maxAbsentSessions());
  }

  @Deactivate
  void stop() {
    broker.close();
  }

  /** The running broker. */
  public MqttBroker broker() {
    return broker;
  }
}

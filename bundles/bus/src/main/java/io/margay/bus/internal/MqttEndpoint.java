package io.margay.bus.internal;

import io.margay.bus.internal.access.AccessControl;
import io.margay.bus.internal.access.Worker;
import io.margay.bus.internal.bridge.BridgeMode;
import io.margay.bus.internal.listener.TlsEntrance;
import io.margay.bus.internal.mqtt.BrokerLimits;
import io.margay.bus.internal.mqtt.MqttBroker;
import io.margay.bus.internal.mqtt.SessionPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the MQTT broker as configured, unless another one takes its place; a change of the
 * configuration restarts the broker alone.
 */
@Component(service = MqttEndpoint.class, immediate = true, configurationPid = "io.margay.bus")
@Designate(ocd = BusConfig.class)
public final class MqttEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(MqttEndpoint.class);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Worker passwords = new Worker("margay-bus-access");
  private final Worker handshakes = new Worker("margay-bus-tls");
  private final AccessControl access;
  private final Optional<TlsEntrance> tls;
  private final List<String> refused;
  private final MqttBroker broker;

  @Activate
  public MqttEndpoint(
      @Reference InProcessBus bus,
      @Reference BusStore store,
      @Reference(target = BridgeMode.OWN_BROKER) BridgeMode mode,
      BusConfig config,
      BundleContext context) {
    this(bus, store, config, context);
  }

  MqttEndpoint(InProcessBus bus, BusStore store, BusConfig config, BundleContext context) {
    ConfFolder conf = ConfFolder.of(context);
    BrokerLimits limits = limits(config);
    access = new AccessControl(AccessPlan.access(config, conf), passwords, System::nanoTime);
    tls =
        AccessPlan.tls(config, conf)
            .map(
                settings ->
                    new TlsEntrance(
                        settings, limits.connectTimeout(), handshakes, Clock.systemUTC()));
    ListenerPlan plan = ListenerPlan.of(config, tls);
    refused = plan.refused();
    refused.forEach(LOG::error);
    broker =
        new MqttBroker(
            plan.listeners(), RETRY, limits, bus.space(), access, policy(config), store.sessions());
    if (config.systemTopicsSeconds() > 0) {
      broker.publishFigures(version(), Duration.ofSeconds(config.systemTopicsSeconds()));
    }
    broker.everySecond(access::look);
    tls.ifPresent(entrance -> broker.everySecond(entrance::look));
    broker.start();
  }

  private static String version() {
    Bundle bundle = FrameworkUtil.getBundle(MqttEndpoint.class);
    return bundle == null ? "margay" : "margay " + bundle.getVersion();
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

  private static SessionPolicy policy(BusConfig config) {
    return new SessionPolicy(
        config.maxSessionExpirySeconds(), config.queueBytesPerClient(), config.queueQos0());
  }

  @Deactivate
  void stop() {
    broker.close();
    passwords.close();
    handshakes.close();
  }

  /** The running broker. */
  public MqttBroker broker() {
    return broker;
  }

  /** Who is let in. */
  AccessControl access() {
    return access;
  }

  /** How clients come in by TLS; empty when no certificate is configured. */
  Optional<TlsEntrance> tls() {
    return tls;
  }

  /** Why some listeners are not opened. */
  List<String> refused() {
    return refused;
  }
}

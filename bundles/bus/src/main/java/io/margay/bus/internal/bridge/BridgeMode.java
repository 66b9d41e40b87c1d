package io.margay.bus.internal.bridge;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

/**
 * Says by its property {@code mqttMode} who is to work: the node's own broker unless it is 2, the
 * bridge unless it is 0. A component that is not to work has no matching reference; one that is
 * works on when other settings of the bridge change.
 */
@Component(service = BridgeMode.class, configurationPid = BridgeMode.PID)
public final class BridgeMode {
  static final String PID = "io.margay.bus.bridge";

  /** For references of the node's own broker. */
  public static final String OWN_BROKER = "(!(mqttMode=2))";

  static final String BRIDGE = "(!(mqttMode=0))";

  @Activate
  public BridgeMode(BridgeConfig config) {
    // The configuration is published as this service's properties.
  }

  @Modified
  void modified(BridgeConfig config) {
    // As above.
  }
}

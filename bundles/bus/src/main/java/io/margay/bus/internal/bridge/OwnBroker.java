package io.margay.bus.internal.bridge;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Knows where the node's own broker is configured to listen, since a bridge to it would be a loop.
 */
@Component(service = OwnBroker.class, configurationPid = "io.margay.bus")
public final class OwnBroker {
  private final int port;

  /** Of the bus, the part that matters here. */
  @interface Settings {
    int port() default 1883;
  }

  @Activate
  public OwnBroker(Settings settings) {
    this(settings.port());
  }

  OwnBroker(int port) {
    this.port = port;
  }

  /**
   * @throws IllegalArgumentException when the address is this node's own broker's
   */
  void refuse(URI server) {
    if (server.getPort() == port && isHere(server.getHost())) {
      throw new IllegalArgumentException(
          "server: found "
              + server
              + ", which is this node's own broker; expected another one, or mqttMode=2 if another"
              + " program serves that port");
    }
  }

  private static boolean isHere(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (UnknownHostException | SocketException notKnownNow) {
      return false;
    }
  }
}

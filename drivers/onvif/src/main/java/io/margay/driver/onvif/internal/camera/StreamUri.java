package io.margay.driver.onvif.internal.camera;

import io.margay.driver.onvif.internal.soap.CameraFault;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Brings the address of a stream to where the camera is reached from here. */
final class StreamUri {
  private static final Set<String> SCHEMES = Set.of("rtsp", "rtsps", "http", "https");

  private final CameraSettings settings;

  StreamUri(CameraSettings settings) {
    this.settings = settings;
  }

  /** The address without user and password, should the camera have put some in. */
  String reachable(String told) throws CameraFault {
    try {
      URI uri = new URI(told);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!SCHEMES.contains(scheme) || uri.getHost() == null) {
        throw new CameraFault("the stream is at \"" + told + "\", which is no RTSP address");
      }
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return scheme + "://" + place(uri) + uri.getRawPath() + query;
    } catch (URISyntaxException e) {
      throw new CameraFault("the stream is at \"" + told + "\", which is no address");
    }
  }

  private String place(URI uri) {
    String here = settings.device().host();
    String host =
        !settings.rewrites() ? uri.getHost() : here.indexOf(':') < 0 ? here : "[" + here + "]";
    int port = settings.rtspPort() > 0 ? settings.rtspPort() : uri.getPort();
    return port > 0 ? host + ":" + port : host;
  }
}

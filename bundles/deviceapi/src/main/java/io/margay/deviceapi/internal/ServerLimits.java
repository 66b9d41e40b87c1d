package io.margay.deviceapi.internal;

import java.util.Map;

/**
 * Bounds what the JDK's HTTP server takes from strangers. It has no other way to be told than
 * system properties, which it reads when its first server is made; those that are set already stay.
 *
 * <p>What is drained is the rest of a body that is refused: a sender who is cut off while sending
 * would lose the reply that says why.
 */
final class ServerLimits {
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "60",
          "sun.net.httpserver.idleInterval", "30",
          "sun.net.httpserver.maxIdleConnections", "32",
          "sun.net.httpserver.maxReqHeaders", "64",
          "sun.net.httpserver.maxReqHeaderSize", "16384",
          "sun.net.httpserver.drainAmount", "1048576",
          "jdk.httpserver.maxConnections", "512");

  private ServerLimits() {}

  static void apply() {
    LIMITS.forEach(
        (property, value) -> {
          if (System.getProperty(property) == null) {
            System.setProperty(property, value);
          }
        });
  }
}

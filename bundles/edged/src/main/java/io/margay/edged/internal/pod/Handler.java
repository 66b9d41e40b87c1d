package io.margay.edged.internal.pod;

import java.time.Duration;
import java.util.List;

/** What a probe or a hook does. Named ports are numbers already. */
public sealed interface Handler {

  /** Runs a program in the container. */
  record Exec(List<String> command) implements Handler {
    public Exec {
      command = List.copyOf(command);
    }
  }

  /**
   * Asks over HTTP.
   *
   * @param host empty for the pod's address
   * @param https without looking at the certificate
   */
  record HttpGet(String host, int port, String path, boolean https, List<Header> headers)
      implements Handler {
    public HttpGet {
      headers = List.copyOf(headers);
    }

    /** A header of the request. */
    public record Header(String name, String value) {}
  }

  /**
   * Opens a TCP connection.
   *
   * @param host empty for the pod's address
   */
  record TcpSocket(String host, int port) implements Handler {}

  /** Asks the gRPC health service (grpc.health.v1). */
  record Grpc(int port, String service) implements Handler {}

  /** Waits. Only as a hook. */
  record Sleep(Duration time) implements Handler {}
}

package io.margay.itest.containers;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Joins a loopback port inside a network with the same port outside, through a socket in a folder,
 * which networks do not divide.
 */
final class Relay implements AutoCloseable {
  private final RunningProgram inside;
  private final RunningProgram outside;

  Relay(NetworkNamespace network, Path socket, int port) {
    inside =
        socat(
            network.entering(
                List.of(Program.SOCAT.path(), "UNIX-LISTEN:" + socket + ",fork", tcp(port))));
    outside =
        socat(
            List.of(
                Program.SOCAT.path(),
                "TCP-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr,fork",
                "UNIX-CONNECT:" + socket));
  }

  private static String tcp(int port) {
    return "TCP:127.0.0.1:" + port;
  }

  private static RunningProgram socat(List<String> command) {
    return RunningProgram.start(WorkFolder.numbered("relay", "log"), Map.of(), command);
  }

  @Override
  public void close() {
    outside.close();
    inside.close();
  }
}

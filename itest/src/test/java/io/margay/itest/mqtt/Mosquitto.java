package io.margay.itest.mqtt;

import io.margay.itest.support.Program;
import io.margay.itest.support.ReservedPort;
import io.margay.itest.support.RunningProgram;
import io.margay.itest.support.WorkFolder;
import io.margay.itest.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's mosquitto as the other broker; it comes back on the port that it had. */
public final class Mosquitto implements AutoCloseable {
  private final ReservedPort port = new ReservedPort();
  private final ReservedPort tlsPort = new ReservedPort();
  private final StringBuilder configuration = new StringBuilder();
  private RunningProgram program;

  /** One that takes anybody from this machine. */
  public Mosquitto() {
    configuration
        .append("user root\n")
        .append("per_listener_settings true\n")
        .append("listener %d 127.0.0.1\n".formatted(port.number()))
        .append("allow_anonymous true\n");
  }

  /** With another port for TLS, where each client has a certificate, a user and a password. */
  public Mosquitto withTls(TestAuthority authority, String name, String user, String password) {
    Path passwords = authority.root().resolveSibling(name + ".passwords");
    RunningProgram.Result made =
        RunningProgram.run(
            Program.MOSQUITTO_PASSWD.path(), "-b", "-c", passwords.toString(), user, password);
    if (made.exitCode() != 0) {
      throw new AssertionError("mosquitto_passwd failed: " + made.text());
    }
    configuration
        .append("listener %d 127.0.0.1\n".formatted(tlsPort.number()))
        .append("allow_anonymous false\n")
        .append("password_file %s\n".formatted(passwords))
        .append("cafile %s\n".formatted(authority.root()))
        .append("certfile %s\n".formatted(authority.certificate(name)))
        .append("keyfile %s\n".formatted(authority.key(name)))
        .append("require_certificate true\n");
    return this;
  }

  /** Starts it and returns once it listens. */
  public Mosquitto start() {
    Path file = WorkFolder.numbered("mosquitto", "conf");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    program =
        RunningProgram.start(
            WorkFolder.numbered("mosquitto", "log"),
            Map.of(),
            List.of(Program.MOSQUITTO.path(), "-v", "-c", file.toString()));
    program.output().await(0, "mosquitto version", "running");
    return this;
  }

  /** Ends it as a power cut does. */
  public void kill() {
    if (program != null) {
      program.kill();
      program = null;
    }
  }

  public int port() {
    return port.number();
  }

  public int tlsPort() {
    return tlsPort.number();
  }

  @Override
  public void close() {
    kill();
    port.close();
    tlsPort.close();
  }
}

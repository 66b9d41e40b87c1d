package io.margay.itest.mqtt;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An authority of a test, by {@code openssl}, and what it signs: {@code <name>.pem} and key. */
public final class Certificates {
  private final Path folder;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  /** A new authority in a folder. */
  public static Certificates in(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Certificates made = new Certificates(folder);
    made.openssl("ca");
    return made;
  }

  /**
   * Signs a certificate.
   *
   * @param alternativeName such as {@code IP:127.0.0.1} or {@code DNS:example.com}
   */
  public Certificates sign(String name, String alternativeName) {
    openssl(
        name,
        "-CA",
        authority().toString(),
        "-CAkey",
        key("ca").toString(),
        "-addext",
        "subjectAltName=" + alternativeName);
    return this;
  }

  public Path authority() {
    return certificate("ca");
  }

  public Path certificate(String name) {
    return folder.resolve(name + ".pem");
  }

  public Path key(String name) {
    return folder.resolve(name + ".key");
  }

  private void openssl(String name, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(Program.OPENSSL.path(), "req", "-x509", "-newkey", "rsa:2048", "-noenc"));
    command.addAll(List.of("-days", "2", "-subj", "/CN=" + name));
    command.addAll(List.of("-out", certificate(name).toString(), "-keyout", key(name).toString()));
    command.addAll(Arrays.asList(more));
    RunningProgram.Result result = RunningProgram.run(Map.of(), command);
    if (result.exitCode() != 0) {
      throw new AssertionError("openssl failed: " + result.text());
    }
  }
}

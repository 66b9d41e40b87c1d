package io.margay.itest.tls;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority in a folder, run by openssl as an administrator would run it. */
public final class TestAuthority {
  private final Path folder;
  private final String name;
  private int serial;

  private TestAuthority(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /** Makes one with a root of its own. */
  public static TestAuthority in(Path folder, String name) {
    TestAuthority made = new TestAuthority(folder, name);
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "30",
        "-subj",
        "/CN=" + name,
        "-keyout",
        made.key(name).toString(),
        "-out",
        made.root().toString());
    return made;
  }

  /** The certificate that those who trust the authority have. */
  public Path root() {
    return certificate(name);
  }

  public Path certificate(String subject) {
    return folder.resolve(subject + ".pem");
  }

  public Path key(String subject) {
    return folder.resolve(subject + ".key");
  }

  /** Signs a certificate for a key of its own, good for the address 127.0.0.1. */
  public void sign(String subject) {
    sign(subject, "IP:127.0.0.1,DNS:localhost", 3);
  }

  /** Signs one for another host, given as {@code DNS:example.com}. */
  public void signFor(String subject, String host) {
    sign(subject, host, 3);
  }

  /** Signs one that has expired already. */
  public void signExpired(String subject) {
    sign(subject, "IP:127.0.0.1,DNS:localhost", -1);
  }

  private void sign(String subject, String hosts, int days) {
    Path request = folder.resolve(subject + ".csr");
    openssl(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/O=Plant/CN=" + subject,
        "-keyout",
        key(subject).toString(),
        "-out",
        request.toString());
    serial++;
    Path extensions = folder.resolve("extensions.txt");
    try {
      Files.writeString(extensions, "subjectAltName=" + hosts + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    openssl(
        "x509",
        "-req",
        "-in",
        request.toString(),
        "-CA",
        root().toString(),
        "-CAkey",
        key(name).toString(),
        "-set_serial",
        "" + serial,
        "-extfile",
        extensions.toString(),
        "-days",
        "" + days,
        "-out",
        certificate(subject).toString());
  }

  private static void openssl(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Program.OPENSSL.path()));
    command.addAll(List.of(arguments));
    RunningProgram.Result result = RunningProgram.run(command.toArray(String[]::new));
    if (result.exitCode() != 0) {
      throw new AssertionError("openssl failed: " + result.text());
    }
  }
}

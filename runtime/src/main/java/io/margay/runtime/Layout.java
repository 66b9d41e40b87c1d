package io.margay.runtime;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where everything of a node lies: {@code home} is what was installed and configured, {@code var}
 * is the machine's own state.
 */
record Layout(Path home, Path var) {
  Layout {
    home = home.toAbsolutePath().normalize();
    var = var.toAbsolutePath().normalize();
  }

  /** Reads {@code margay.home} and {@code margay.var}, as {@code bin/margay} passes them. */
  static Layout fromSystemProperties() {
    Path home = Path.of(System.getProperty("margay.home", "."));
    String var = System.getProperty("margay.var");
    return new Layout(home, var == null ? home.resolve("var") : Path.of(var));
  }

  Path bundles() {
    return home.resolve("bundle");
  }

  Path config() {
    return home.resolve("conf/margay.properties");
  }

  Path logFile() {
    return var.resolve("log/margay.log");
  }

  Path bundleCache() {
    return var.resolve("bundle-cache");
  }

  Path lockFile() {
    return var.resolve("margay.lock");
  }

  Path pidFile() {
    return var.resolve("margay.pid");
  }

  Path readyFile() {
    return var.resolve("run/ready.properties");
  }

  Path shellSocket() {
    return var.resolve("run/shell.sock");
  }

  /** Makes sure that this is a node's home and that {@code var} can be written. */
  void prepare() throws CommandException {
    if (!Files.isDirectory(bundles())) {
      throw new CommandException(
          ExitCode.UNUSABLE_FOLDER,
          "%s is not the home of a node: it has no folder named bundle. Start bin/margay of an installed distribution."
              .formatted(home));
    }
    try {
      Files.createDirectories(var.resolve("log"));
      createPrivate(var.resolve("run"));
      Files.delete(Files.createTempFile(var, ".writable", ""));
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.UNUSABLE_FOLDER,
          "%s cannot be written (%s). Let user %s write there, or name another folder with MARGAY_VAR."
              .formatted(var, reason(e), System.getProperty("user.name")));
    }
  }

  private static void createPrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof FileSystemException failure && failure.getReason() != null
        ? failure.getReason()
        : e.getClass().getSimpleName();
  }
}

package io.margay.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The machine's own name, asked of the kernel first so that no start waits for DNS. */
final class HostName {
  private HostName() {}

  static String read() {
    return ask().strip().toLowerCase(Locale.ROOT);
  }

  private static String ask() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname"));
    } catch (IOException notLinux) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (IOException noName) {
        return "localhost";
      }
    }
  }
}

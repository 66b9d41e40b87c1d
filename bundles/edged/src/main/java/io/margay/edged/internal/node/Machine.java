package io.margay.edged.internal.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What there is of this machine, as Linux tells it (proc(5), os-release(5)). */
public final class Machine {
  private static final int KIB = 1024;
  private static final int MOST_BYTES = 1 << 20;

  private final Path root;
  private final Path disk;

  /**
   * @param root {@code /}, or a folder that a test has made
   * @param disk a path on the disk that the pods use
   */
  public Machine(Path root, Path disk) {
    this.root = root;
    this.disk = disk;
  }

  /** The host's name in small letters. */
  public String hostname() {
    return text("proc/sys/kernel/hostname").toLowerCase(Locale.ROOT);
  }

  public int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** All memory, in bytes. */
  public long memory() {
    return memoryInfo().getOrDefault("MemTotal", 0L);
  }

  private Map<String, Long> memoryInfo() {
    Map<String, Long> bytes = new HashMap<>();
    for (String line : text("proc/meminfo").lines().toList()) {
      String[] words = line.split("[: ]+", -1);
      if (words.length > 1) {
        bytes.put(words[0], Long.parseLong(words[1]) * KIB);
      }
    }
    return bytes;
  }

  /** Size of the disk, in bytes. */
  public long diskSize() {
    try {
      return Files.getFileStore(disk).getTotalSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processes and threads that the kernel allows, and that there are. */
  public long mostProcesses() {
    return Long.parseLong(text("proc/sys/kernel/pid_max"));
  }

  /** Processes and threads that there are. */
  public long processes() {
    String[] load = text("proc/loadavg").split("[ /]", -1);
    return load.length > 4 ? Long.parseLong(load[4]) : 0;
  }

  public String kernel() {
    return text("proc/sys/kernel/osrelease");
  }

  public String bootId() {
    return text("proc/sys/kernel/random/boot_id");
  }

  /** An id that stays; empty when the machine has none. */
  public String machineId() {
    return text("etc/machine-id");
  }

  /** The name of the system, for people. */
  public String system() {
    return text("etc/os-release")
        .lines()
        .filter(line -> line.startsWith("PRETTY_NAME="))
        .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
        .findFirst()
        .orElse("Linux");
  }

  /** The processor's name as Kubernetes has it. */
  public String architecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }

  /**
   * The address by which others reach the machine: that of the interface with the default route,
   * else any that is not loopback; empty when there is none.
   */
  public String address() {
    return routedAddress().or(Machine::anyAddress).orElse("");
  }

  /** The address of the interface with the default route, while there is one. */
  public Optional<String> routedAddress() {
    return defaultInterface().flatMap(Machine::addressOf);
  }

  private Optional<NetworkInterface> defaultInterface() {
    for (String line : text("proc/net/route").lines().skip(1).toList()) {
      String[] columns = line.split("\t", -1);
      if (columns.length > 1 && columns[1].equals("00000000")) {
        try {
          return Optional.ofNullable(NetworkInterface.getByName(columns[0]));
        } catch (IOException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> addressOf(NetworkInterface network) {
    return Collections.list(network.getInetAddresses()).stream()
        .filter(Inet4Address.class::isInstance)
        .filter(address -> !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst();
  }

  private static Optional<String> anyAddress() {
    try {
      List<NetworkInterface> all = Collections.list(NetworkInterface.getNetworkInterfaces());
      return all.stream().map(Machine::addressOf).flatMap(Optional::stream).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** In one piece: of a number below /proc/sys there is no more to a second read. */
  private String text(String file) {
    try (InputStream in = Files.newInputStream(root.resolve(file))) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}

package io.margay.runc.internal.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The files of one container: an OCI bundle with its writable layer, and what conmon leaves beside
 * it.
 *
 * @param exits folder of all containers' exit codes, which outlive the node's process
 */
record ContainerFolder(String id, Path path, Path exits) {

  Path record() {
    return path.resolve("container.json");
  }

  Path config() {
    return path.resolve("config.json");
  }

  Path root() {
    return path.resolve("rootfs");
  }

  Path upper() {
    return path.resolve("upper");
  }

  Path work() {
    return path.resolve("work");
  }

  Path pid() {
    return path.resolve("pid");
  }

  Path conmonPid() {
    return path.resolve("conmon.pid");
  }

  /** conmon's pipe for orders. */
  Path control() {
    return path.resolve("ctl");
  }

  Path exit() {
    return exits.resolve(id);
  }

  /** Whether the kernel killed it for want of memory. */
  boolean outOfMemory() {
    return Files.exists(path.resolve("oom"));
  }

  /** How it ended, and when; empty while it lives. */
  Optional<Exit> ended() {
    try {
      String text = Files.readString(exit()).strip();
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Exit(Integer.parseInt(text), Files.getLastModifiedTime(exit()).toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw new IllegalStateException(exit() + " has no exit code", e);
    }
  }

  record Exit(int code, Instant time) {}
}

package io.margay.runc.internal.container;

import io.margay.edged.engine.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
      String text = Files.readString(exit(), StandardCharsets.ISO_8859_1).strip();
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(new Exit(code(text), Files.getLastModifiedTime(exit()).toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new EngineException.Failed(exit() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What a power cut made of the file is no code: then nobody saw the end. */
  private static int code(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return ContainerStore.KILLED;
    }
  }

  record Exit(int code, Instant time) {}
}

package io.margay.runc.internal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which start of the machine this is: what ran before it does not run any more, whatever files say
 * (proc(5), {@code /proc/sys/kernel/random/boot_id}).
 */
public record Boot(String id) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  public static Boot now() {
    try {
      return new Boot(Files.readString(BOOT_ID).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(BOOT_ID + " cannot be read", e);
    }
  }
}

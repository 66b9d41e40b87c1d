package io.margay.shell.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Cuts what a person sends into commands, one a line, and hears Ctrl-C between the bytes. */
final class CommandReader {
  static final int MAX_COMMAND_BYTES = 64 * 1024;

  private static final int INTERRUPT = 3;

  private final InputStream in;
  private final Runnable onInterrupt;

  CommandReader(InputStream in, Runnable onInterrupt) {
    this.in = in;
    this.onInterrupt = onInterrupt;
  }

  /** Waits for the next command; empty at the end of the input. Ctrl-C drops what was begun. */
  Optional<String> next() throws IOException {
    ByteArrayOutputStream command = new ByteArrayOutputStream();
    int octet = in.read();
    while (octet >= 0 && octet != '\n') {
      if (octet == INTERRUPT) {
        command.reset();
        onInterrupt.run();
      } else if (command.size() == MAX_COMMAND_BYTES) {
        throw new IOException("a command is longer than " + MAX_COMMAND_BYTES + " bytes");
      } else {
        command.write(octet);
      }
      octet = in.read();
    }
    return octet < 0 && command.size() == 0
        ? Optional.empty()
        : Optional.of(command.toString(StandardCharsets.UTF_8).strip());
  }
}

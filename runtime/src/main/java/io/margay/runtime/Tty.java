package io.margay.runtime;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that the client runs in, if it does: {@code stty} knows how to change it, and how
 * large it is. Without one nothing happens, so that scripts can do what people do.
 *
 * <p>While it is taken its size is looked at every second: Java cannot be told of the signal WINCH
 * without calling what is not its API.
 */
final class Tty {
  private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("([0-9]{1,5}) ([0-9]{1,5})");
  private static final long PATIENCE_SECONDS = 5;
  private static final long LOOK_MILLIS = 1_000;

  private final Object lock = new Object();
  private @Nullable String saved;

  /** A number of characters in both directions. */
  record Size(int columns, int rows) {}

  /**
   * Hands on each key at once, without an echo, until {@link #restore()}, or the client's end.
   *
   * @param sizes is told the size now, and each time that it changes
   */
  void take(Consumer<Size> sizes) {
    Optional<String> settings = stty("-g");
    if (settings.isEmpty()) {
      return;
    }
    synchronized (lock) {
      if (saved != null) {
        return;
      }
      saved = settings.get();
      Runtime.getRuntime().addShutdownHook(new Thread(this::restore, "margay-tty"));
      stty("raw", "-echo");
    }
    Thread watch = new Thread(() -> watch(sizes), "margay-tty-size");
    watch.setDaemon(true);
    watch.start();
  }

  /** Makes the terminal what it was. */
  void restore() {
    synchronized (lock) {
      if (saved != null) {
        stty(saved);
        saved = null;
        lock.notifyAll();
      }
    }
  }

  private void watch(Consumer<Size> sizes) {
    Optional<Size> told = Optional.empty();
    try {
      do {
        Optional<Size> size = size();
        if (!size.equals(told)) {
          size.ifPresent(sizes);
          told = size;
        }
      } while (isTakenAfter(LOOK_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isTakenAfter(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    synchronized (lock) {
      long left = millis;
      while (saved != null && left > 0) {
        lock.wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      }
      return saved != null;
    }
  }

  private static Optional<Size> size() {
    return stty("size")
        .map(ROWS_AND_COLUMNS::matcher)
        .filter(Matcher::matches)
        .map(found -> new Size(Integer.parseInt(found.group(2)), Integer.parseInt(found.group(1))));
  }

  /** What it answers; empty when this is no terminal. */
  private static Optional<String> stty(String... arguments) {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
          ? Optional.of(answer)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}

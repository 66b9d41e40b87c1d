package io.margay.driver.onvif.internal.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of ffmpeg: a child process that reads a stream over TCP and writes files. It cannot take
 * longer than it may, and does not outlive {@link #close}.
 *
 * <p>The address, with user and password in it, goes to its standard input as a playlist, so that
 * it is on no command line and in no file.
 */
final class Ffmpeg implements AutoCloseable {
  private static final int LONGEST_COMPLAINT = 2000;
  private static final long ENDING_MILLIS = 500;
  private static final String SILENCE_MICROS = "5000000";

  private final Process process;
  private final Deadline limit;
  private String complaints = "";

  Ffmpeg(Process process, Deadline limit) {
    this.process = process;
    this.limit = limit;
  }

  /**
   * Starts it.
   *
   * @param source the address of the stream
   * @param output what stands after the input on its command line
   * @throws DriverException when there is no ffmpeg here
   */
  static Ffmpeg start(String source, List<String> output, Duration atMost) throws DriverException {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-hide_banner", "-nostats"));
    command.addAll(List.of("-loglevel", "error", "-f", "concat", "-safe", "0"));
    command.addAll(List.of("-protocol_whitelist", "pipe,rtsp,rtp,udp,tcp,tls,crypto,data"));
    command.addAll(List.of("-i", "pipe:0", "-t", String.valueOf(atMost.toSeconds())));
    command.addAll(output);
    try {
      Process process =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      Ffmpeg started = new Ffmpeg(process, Deadline.in(atMost));
      try (OutputStream playlist = process.getOutputStream()) {
        playlist.write(playlist(source).getBytes(UTF_8));
      } catch (IOException e) {
        started.close();
        throw e;
      }
      return started;
    } catch (IOException e) {
      throw new DriverException("ffmpeg cannot be started: " + e.getMessage(), e);
    }
  }

  /** In the format of ffmpeg's concat demuxer. */
  private static String playlist(String source) {
    String quoted = source.replace("'", "'\\''");
    return "ffconcat version 1.0\nfile '%s'\noption rtsp_transport tcp\noption timeout %s\n"
        .formatted(quoted, SILENCE_MICROS);
  }

  /** Waits for its end, but no longer than until the deadline. Ends one that takes too long. */
  boolean hasEnded(Deadline deadline) throws DriverException {
    listen();
    try {
      long millis = Math.min(deadline.remainingMillis(), limit.remainingMillis() + 1);
      if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DriverException("interrupted while ffmpeg was at work", e);
    }
    if (limit.hasPassed()) {
      close();
      return true;
    }
    return false;
  }

  boolean hasSucceeded() {
    return !process.isAlive() && process.exitValue() == 0;
  }

  /** Takes in what it complains of, so that it need not wait for somebody to read it. */
  private void listen() {
    try {
      InputStream errors = process.getErrorStream();
      while (errors.available() > 0) {
        String all = complaints + new String(errors.readNBytes(errors.available()), UTF_8);
        complaints = all.substring(Math.max(0, all.length() - LONGEST_COMPLAINT));
      }
    } catch (IOException e) {
      return; // it says nothing more
    }
  }

  /** The end of what it has complained of, without the address that it may mention. */
  String complaint() {
    listen();
    String text = complaints.strip();
    if (text.isEmpty()) {
      return limit.hasPassed() ? "it took too long and was ended" : "it gave no reason";
    }
    return text.substring(text.lastIndexOf('\n') + 1).replaceAll("\\S+://\\S+", "the stream");
  }

  /** Lets it finish its file, if it does so at once. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(ENDING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}

package io.margay.driver.onvif.internal.stream;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.http.Credentials;
import io.margay.driver.onvif.internal.soap.CameraFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps frames or clips of one property. A turn may take longer than a read: it goes on in a child
 * process while reads come and go, and each read tells the newest file.
 */
public final class Recorder implements AutoCloseable {
  private static final Duration LEEWAY = Duration.ofSeconds(20);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_FRAME = Duration.ofSeconds(1);

  private final RecordingSettings settings;
  private final Shelf shelf;
  private @Nullable Ffmpeg running;
  private int clipsLeft;

  /**
   * @param name what the names of the files begin with
   */
  public Recorder(RecordingSettings settings, String name, Clock clock) {
    this.settings = settings;
    this.shelf = new Shelf(settings, name, clock);
  }

  /** Where a stream is, asked for only when it is needed. */
  @FunctionalInterface
  public interface Source {
    String uri() throws CameraFault, DriverException;
  }

  /**
   * The newest file, complete; begins the next turn when the last one is over.
   *
   * @throws CameraFault when there is no file, with the reason
   */
  public Path newest(Source source, Optional<Credentials> user, Deadline deadline)
      throws CameraFault, DriverException {
    if (running == null) {
      clipsLeft = settings.clips();
      running = start(source, user);
    }
    Ffmpeg now = running;
    if (now != null && now.hasEnded(Deadline.in(patience(deadline)))) {
      running = null;
      shelf.tidy();
      if (!now.hasSucceeded()) {
        throw new CameraFault("ffmpeg: " + now.complaint());
      }
      clipsLeft--;
      if (clipsLeft > 0) {
        running = start(source, user);
      }
    }
    return shelf
        .newestComplete(running != null)
        .orElseThrow(() -> new CameraFault("the first file is not complete yet"));
  }

  /** A frame is soon there; a clip would keep the camera from everything else. */
  private Duration patience(Deadline deadline) {
    long most = settings.video() ? 0 : LONGEST_WAIT.toMillis();
    return Duration.ofMillis(Math.min(most, deadline.remainingMillis()));
  }

  private Ffmpeg start(Source source, Optional<Credentials> user)
      throws CameraFault, DriverException {
    try {
      Files.createDirectories(settings.folder());
    } catch (IOException e) {
      throw new CameraFault("folder " + settings.folder() + " cannot be made: " + e.getMessage());
    }
    return Ffmpeg.start(StreamLogin.in(source.uri(), user), arguments(), atMost());
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (settings.video()) {
      arguments.addAll(List.of("-c", "copy", "-an"));
    } else if (!settings.interval().isZero()) {
      arguments.addAll(List.of("-vf", "fps=1000000000/" + settings.interval().toNanos()));
    }
    arguments.addAll(List.of("-frames:v", String.valueOf(settings.frames())));
    arguments.addAll(settings.video() ? List.of() : List.of("-f", "image2"));
    arguments.addAll(List.of("-n", shelf.next()));
    return arguments;
  }

  /** Time for a slow camera's frames, and for it to begin. */
  private Duration atMost() {
    Duration frame = settings.interval().isZero() ? LONGEST_FRAME : settings.interval();
    return frame.multipliedBy(settings.frames()).plus(LEEWAY);
  }

  /** Ends what is at work. */
  @Override
  public void close() {
    Ffmpeg last = running;
    running = null;
    if (last != null) {
      last.close();
    }
  }
}

package io.margay.driver.onvif.internal.stream;

import io.margay.driver.onvif.internal.soap.CameraFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of one property in their folder: what the next is called, and which ones go. */
final class Shelf {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final RecordingSettings settings;
  private final String name;
  private final Clock clock;
  private final Pattern ours;

  Shelf(RecordingSettings settings, String name, Clock clock) {
    this.settings = settings;
    this.name = name.replaceAll("[^A-Za-z0-9._-]", "_");
    this.clock = clock;
    this.ours =
        Pattern.compile(
            Pattern.quote(this.name)
                + "-\\d{8}-\\d{6}-\\d{3}(-\\d{4})?\\."
                + Pattern.quote(settings.format()));
  }

  /** A name that sorts after all before it, in the pattern of ffmpeg's image2. */
  String next() {
    String stamp = STAMP.format(clock.instant());
    String number = settings.video() ? "" : "-%04d";
    String folder = settings.folder().toString().replace("%", "%%");
    String file = name + "-" + stamp + number + "." + settings.format();
    return (settings.video() ? settings.folder().toString() : folder) + "/" + file;
  }

  /** The newest file; while one is being written, the one before it. */
  Optional<Path> newestComplete(boolean writing) throws CameraFault {
    List<Path> all = files();
    int complete = writing ? all.size() - 1 : all.size();
    return complete < 1 ? Optional.empty() : Optional.of(all.get(complete - 1));
  }

  /** Deletes the oldest files beyond those that are to be kept. */
  void tidy() throws CameraFault {
    List<Path> all = files();
    try {
      for (Path old : all.subList(0, Math.max(0, all.size() - settings.most()))) {
        Files.deleteIfExists(old);
      }
    } catch (IOException e) {
      throw new CameraFault("an old file cannot be deleted: " + e.getMessage());
    }
  }

  private List<Path> files() throws CameraFault {
    try (Stream<Path> there = Files.list(settings.folder())) {
      return there
          .filter(file -> ours.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new CameraFault("folder " + settings.folder() + " cannot be read: " + e.getMessage());
    }
  }
}

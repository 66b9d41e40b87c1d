package io.margay.driver.onvif.internal;

import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.Settings;
import io.margay.driver.onvif.internal.stream.RecordingSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the settings of {@code saveFrame} and {@code saveVideo}, in KubeEdge's words. */
final class RecordingReader {
  private static final Map<String, String> IMAGES =
      Map.of("jpg", "jpg", "jpeg", "jpg", "png", "png", "bmp", "bmp");
  private static final Map<String, String> VIDEOS =
      Map.of("mp4", "mp4", "mkv", "mkv", "avi", "avi", "flv", "flv", "ts", "ts", "mov", "mov");
  private static final long LONGEST_INTERVAL_NANOS = Duration.ofHours(1).toNanos();
  private static final int MOST_FRAMES = 100_000;
  private static final int MOST_CLIPS = 1000;
  private static final int MOST_FILES = 100_000;
  private static final int USUAL_FILES = 100;

  private RecordingReader() {}

  static Optional<Item> read(PropertySpec property, Settings settings, boolean video) {
    Map<String, String> formats = video ? VIDEOS : IMAGES;
    Optional<String> format =
        settings.has("format")
            ? settings.choice(formats, "format")
            : Optional.of(video ? "mp4" : "jpg");
    int frames =
        (int) settings.integerOr(video ? 100 : 1, 1, video ? MOST_FRAMES : 1000, "frameCount");
    long interval = settings.integerOr(0, 0, LONGEST_INTERVAL_NANOS, "frameInterval");
    int clips = (int) settings.integerOr(1, 1, MOST_CLIPS, "videoNum");
    int most = (int) settings.integerOr(USUAL_FILES, 1, MOST_FILES, "maxFiles");
    String profile = settings.text(List.of("profile")).orElse("");
    Optional<Path> folder = folder(settings);
    if (format.isEmpty() || folder.isEmpty()) {
      return Optional.empty();
    }
    RecordingSettings wanted =
        new RecordingSettings(
            video,
            profile,
            folder.get(),
            format.get(),
            frames,
            Duration.ofNanos(interval),
            video ? clips : 1,
            most);
    return Optional.of(new Item.Recorded(property, wanted));
  }

  private static Optional<Path> folder(Settings settings) {
    String text = settings.text("outputDir");
    try {
      Path folder = Path.of(text);
      if (folder.isAbsolute() && folder.equals(folder.normalize())) {
        return Optional.of(folder);
      }
    } catch (InvalidPathException e) {
      // told below
    }
    if (!text.isEmpty()) {
      settings.complain("outputDir", "the absolute path of a folder, without ..");
    }
    return Optional.empty();
  }
}

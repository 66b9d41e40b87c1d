package io.margay.edged.internal.node;

import io.margay.edged.internal.gc.Thresholds;
import io.margay.edged.internal.pod.Quantity;
import java.time.Duration;

/**
 * When room is made on the machine, as its owner set it.
 *
 * @param logBytes a bigger log is rotated
 * @param logFiles of one container, the one that is written included
 * @param imagesHighPercent unused images are removed when so much of their disk is used
 * @param imagesLowPercent until no more than so much is
 * @param imagesLeastAge an image that is known for less time stays
 * @param evictBelow pods are evicted while there is less
 * @param pressure how long a shortage that is past is told
 * @param period between two looks
 */
record UpkeepSettings(
    long logBytes,
    int logFiles,
    int imagesHighPercent,
    int imagesLowPercent,
    Duration imagesLeastAge,
    Thresholds evictBelow,
    Duration pressure,
    Duration period) {
  private static final int ALL = 100;

  UpkeepSettings {
    expect("logMaxSize", logBytes, 1, Long.MAX_VALUE);
    expect("logMaxFiles", logFiles, 2, Integer.MAX_VALUE);
    expect("imagesHighPercent", imagesHighPercent, 0, ALL);
    expect("imagesLowPercent", imagesLowPercent, 0, imagesHighPercent);
    expect("imagesLeastAgeSeconds", imagesLeastAge.toSeconds(), 0, Long.MAX_VALUE);
    expect("evictBelowDiskPercent", (long) evictBelow.nodeDiskPercent(), 0, ALL);
    expect("evictBelowImageDiskPercent", (long) evictBelow.imageDiskPercent(), 0, ALL);
    expect("pressureSeconds", pressure.toSeconds(), 0, Long.MAX_VALUE);
    expect("upkeepSeconds", period.toSeconds(), 1, Long.MAX_VALUE);
  }

  /**
   * Those of a configuration.
   *
   * @throws IllegalArgumentException naming the setting that is wrong
   */
  static UpkeepSettings of(EdgedConfig config) {
    return new UpkeepSettings(
        bytes("logMaxSize", config.logMaxSize()),
        config.logMaxFiles(),
        config.imagesHighPercent(),
        config.imagesLowPercent(),
        Duration.ofSeconds(config.imagesLeastAgeSeconds()),
        new Thresholds(
            bytes("evictBelowMemory", config.evictBelowMemory()),
            config.evictBelowDiskPercent(),
            config.evictBelowImageDiskPercent()),
        Duration.ofSeconds(config.pressureSeconds()),
        Duration.ofSeconds(config.upkeepSeconds()));
  }

  private static long bytes(String setting, String text) {
    return Quantity.parse(text.strip())
        .orElseThrow(() -> wrong(setting, '"' + text + '"', "an amount such as 100Mi"))
        .units();
  }

  private static void expect(String setting, long found, long least, long most) {
    if (found < least || found > most) {
      throw wrong(
          setting,
          Long.toString(found),
          most > ALL ? "%d at least".formatted(least) : "%d to %d".formatted(least, most));
    }
  }

  private static IllegalArgumentException wrong(String setting, String found, String expected) {
    return new IllegalArgumentException(
        "io.margay.edged: %s: found %s, expected %s".formatted(setting, found, expected));
  }
}

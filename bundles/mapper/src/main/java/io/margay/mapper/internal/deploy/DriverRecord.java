package io.margay.mapper.internal.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the node remembers of a driver over restarts. Which edition serves is decided here and
 * nowhere else: a swap that was cut off before its record was written has not happened.
 *
 * @param serving the edition that the node starts with
 * @param file the name of the file in the drop-in folder that it came from
 * @param kept those that served before, the latest first
 * @param refused the one that was rolled back and is not tried again while its file is the same
 * @param reason why it was
 */
record DriverRecord(
    Edition serving, String file, List<Edition> kept, @Nullable Edition refused, String reason) {
  private static final int KEPT = 2;

  DriverRecord {
    kept = List.copyOf(kept);
  }

  /** A driver that comes for the first time. */
  static DriverRecord first(Edition serving, String file) {
    return new DriverRecord(serving, file, List.of(), null, "");
  }

  /** The next edition serves; the one before is kept. */
  DriverRecord succeededBy(Edition next, String nextFile) {
    List<Edition> older = new ArrayList<>(kept);
    older.remove(next);
    older.add(0, serving);
    return new DriverRecord(
        next, nextFile, older.subList(0, Math.min(KEPT, older.size())), null, "");
  }

  /** An edition has failed; the one that serves goes on. */
  DriverRecord refusing(Edition failed, String why) {
    return new DriverRecord(serving, file, kept, failed, why);
  }

  /** Whether this edition is not to be tried for the mere reason that its file is there. */
  boolean isDoneWith(Edition edition) {
    return edition.equals(refused) || kept.contains(edition);
  }

  /** All editions whose jars are needed. */
  List<Edition> needed() {
    List<Edition> needed = new ArrayList<>(kept);
    needed.add(serving);
    return needed;
  }

  Properties toProperties() {
    Properties properties = new Properties();
    properties.setProperty("serving", serving.toString());
    properties.setProperty("file", file);
    properties.setProperty("kept", String.join(" ", kept.stream().map(Edition::toString).toList()));
    if (refused != null) {
      properties.setProperty("refused", refused.toString());
      properties.setProperty("reason", reason);
    }
    return properties;
  }

  /** Empty when they do not say what serves. */
  static Optional<DriverRecord> of(Properties properties) {
    return Edition.parse(properties.getProperty("serving", ""))
        .map(
            serving ->
                new DriverRecord(
                    serving,
                    properties.getProperty("file", ""),
                    List.of(properties.getProperty("kept", "").split(" ", -1)).stream()
                        .flatMap(text -> Edition.parse(text).stream())
                        .toList(),
                    Edition.parse(properties.getProperty("refused", "")).orElse(null),
                    properties.getProperty("reason", "")));
  }
}

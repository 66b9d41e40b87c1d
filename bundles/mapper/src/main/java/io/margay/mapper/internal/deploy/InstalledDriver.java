package io.margay.mapper.internal.deploy;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** All that there is of one driver just now. Guarded by the lock of {@link DriverDeployment}. */
final class InstalledDriver {
  final String name;

  /** The files of the drop-in folder that hold it. */
  final Map<String, DriverJar> files = new HashMap<>();

  @Nullable DriverRecord record;
  @Nullable Bundle serving;
  @Nullable Trial trial;

  /** What was dropped during the trial, to be tried after it. */
  @Nullable Drop next;

  /**
   * An edition that is to take the place of the serving one.
   *
   * @param isWayBack whether it served before and is called back
   * @param isWithdrawn whether it is turned back because it is not wanted any more, which says
   *     nothing against it
   */
  record Trial(
      Bundle bundle, Edition edition, String file, boolean isWayBack, boolean isWithdrawn) {

    /** The same, not wanted any more. */
    Trial withdrawn() {
      return new Trial(bundle, edition, file, isWayBack, true);
    }
  }

  /** A jar in a file of the folder. */
  record Drop(String file, DriverJar jar) {}

  InstalledDriver(String name, Optional<DriverRecord> record) {
    this.name = name;
    this.record = record.orElse(null);
  }

  /** Whether the trial is of this edition. */
  boolean tries(Edition edition) {
    return trial != null && trial.edition().equals(edition);
  }

  /** Whether this is the trial under way. */
  boolean isUnderWay(Trial asked) {
    return trial != null && trial.bundle().equals(asked.bundle());
  }

  /** Whether what was dropped is still there, and neither serves nor is tried. */
  boolean isStillToTry(Drop drop) {
    return drop.jar().equals(files.get(drop.file()))
        && !serves(drop.jar().edition())
        && !tries(drop.jar().edition());
  }

  /** Whether this edition serves. */
  boolean serves(Edition edition) {
    return serving != null && record != null && record.serving().equals(edition);
  }

  /** Whether a file that is merely there, and not dropped just now, is worth a trial. */
  boolean isWorthATrial(DriverJar jar, String file) {
    return record == null
        || (!record.isDoneWith(jar.edition())
            && (record.file().equals(file)
                || jar.edition().version().compareTo(record.serving().version()) >= 0));
  }

  /** The newest of the files. */
  Optional<DriverJar> newest() {
    return files.values().stream().max(Comparator.comparing(jar -> jar.edition().version()));
  }
}

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

  /**
   * An edition that is to take the place of the serving one.
   *
   * @param isWayBack whether it served before and is called back
   */
  record Trial(Bundle bundle, Edition edition, String file, boolean isWayBack) {}

  InstalledDriver(String name, Optional<DriverRecord> record) {
    this.name = name;
    this.record = record.orElse(null);
  }

  /** Whether the trial is of this edition. */
  boolean tries(Edition edition) {
    return trial != null && trial.edition().equals(edition);
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

package io.margay.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Installs the jars of {@code bundle/<start level>/}. They stay where they are ({@code reference:}
 * URLs), so the bundle cache holds no second copy. A jar that cannot be installed is reported and
 * left out.
 */
final class BundleInstaller {
  private final BundleContext context;
  private final NodeLog log;

  BundleInstaller(BundleContext context, NodeLog log) {
    this.context = context;
    this.log = log;
  }

  /** Returns the installed bundles, each marked to start when its start level is reached. */
  List<Bundle> install(Path folder) throws IOException {
    List<Bundle> installed = new ArrayList<>();
    for (Path level : children(folder)) {
      int startLevel = startLevel(level);
      if (startLevel < 1) {
        log.error(
            "%s is left out: a folder of bundle/ is named by its start level, 1 to 99"
                .formatted(level));
        continue;
      }
      for (Path jar : children(level)) {
        if (jar.toString().endsWith(".jar")) {
          install(jar, startLevel, installed);
        }
      }
    }
    return installed;
  }

  private void install(Path jar, int startLevel, List<Bundle> installed) {
    try {
      Bundle bundle = context.installBundle("reference:" + jar.toUri());
      bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
      if (!isFragment(bundle)) {
        bundle.start();
      }
      installed.add(bundle);
    } catch (BundleException e) {
      log.error("%s is left out: %s".formatted(jar, Reason.of(e)));
    }
  }

  static boolean isFragment(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  private static int startLevel(Path folder) {
    String name = folder.getFileName().toString();
    return name.matches("[0-9]{1,2}") && Files.isDirectory(folder) ? Integer.parseInt(name) : 0;
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.sorted().toList();
    }
  }
}

package io.margay.mapper.internal.deploy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drop-in folder, and FileInstall's watch on it. The watch begins only when somebody is there
 * who takes the drivers, else FileInstall would install them in its own way, which updates a bundle
 * in place.
 */
final class DeployFolder {
  private static final Logger log = LoggerFactory.getLogger(DeployFolder.class);
  private static final String WATCH = "org.apache.felix.fileinstall";
  private static final String PREFIX = "felix.fileinstall.";
  private static final String[] SETTINGS = {
    "filter", "poll", "noInitialDelay", "start.level", "tmpdir", "log.level", "enableConfigSave"
  };

  private final Path folder;

  DeployFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  Path path() {
    return folder;
  }

  /** Has FileInstall watch it, with the framework's settings. */
  Configuration watch(BundleContext context, ConfigurationAdmin admin) throws IOException {
    Map<String, Object> settings = new TreeMap<>();
    settings.put(PREFIX + "dir", folder.toString());
    for (String setting : SETTINGS) {
      @Nullable String value = context.getProperty(PREFIX + setting);
      if (value != null) {
        settings.put(PREFIX + setting, value);
      }
    }
    Configuration watch = admin.getFactoryConfiguration(WATCH, "deploy", "?");
    watch.update(FrameworkUtil.asDictionary(settings));
    return watch;
  }

  /** The jars that are in it by name, and the driver of each that holds one. */
  Map<String, String> drivers() {
    Map<String, String> drivers = new TreeMap<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "[!.]*.jar")) {
      for (Path jar : jars) {
        drivers.put(String.valueOf(jar.getFileName()), driver(jar));
      }
    } catch (IOException e) {
      log.warn("{} cannot be listed: {}", folder, e.toString());
    }
    return drivers;
  }

  private static String driver(Path jar) {
    try {
      return DriverJar.read(jar).name();
    } catch (IOException | NoDriverException e) {
      return "";
    }
  }

  /** Puts a copy of a jar in, whole or not at all. */
  void put(Path jar, String file) throws IOException {
    Path place = folder.resolve(file).normalize();
    if (!folder.equals(place.getParent())) {
      throw new IOException(file + " is no plain file name");
    }
    Path half = folder.resolve("." + file + ".half");
    Files.copy(jar, half, StandardCopyOption.REPLACE_EXISTING);
    Files.move(half, place, StandardCopyOption.ATOMIC_MOVE);
  }
}

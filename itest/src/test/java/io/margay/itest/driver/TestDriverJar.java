package io.margay.itest.driver;

import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes driver jars, as a driver author's build would. */
public final class TestDriverJar {
  private static final String PACKAGE = "io/margay/itest/driver/";
  private static final List<String> CLASSES =
      List.of(
          "SingleValueActivator",
          "SingleValueDriver",
          "SingleValueDriver$Plan",
          "SingleValueDriver$Session");

  private TestDriverJar() {}

  /** A driver whose devices' properties all have the same value. */
  public static Path withValue(String symbolicName, String version, String protocol, int value) {
    return with(symbolicName, version, protocol, value, "none");
  }

  /** A driver with a bug, whatever its devices say. */
  public static Path withFault(String symbolicName, String version, String protocol, String fault) {
    return with(symbolicName, version, protocol, 0, fault);
  }

  /** A driver whose devices' properties all have the same value, as long as its bug lets it. */
  public static Path with(
      String symbolicName, String version, String protocol, int value, String fault) {
    return build(
        symbolicName,
        version,
        Map.of(
            SingleValueActivator.PROTOCOL,
            protocol,
            SingleValueActivator.VALUE,
            Integer.toString(value),
            SingleValueActivator.FAULT,
            fault));
  }

  /** A driver that needs a package nobody has. */
  public static Path importing(String symbolicName, String missingPackage) {
    return build(
        symbolicName,
        "1.0.0",
        Map.of(
            "Import-Package",
            "io.margay.dmi,io.margay.dmi.driver,org.osgi.framework," + missingPackage,
            SingleValueActivator.PROTOCOL,
            "never",
            SingleValueActivator.VALUE,
            "0"));
  }

  /** The same jar, but for its version. */
  public static Path withVersion(Path jar, String version) {
    Path copy = WorkFolder.numbered("driver", "jar");
    try (JarFile from = new JarFile(jar.toFile())) {
      Manifest manifest = from.getManifest();
      manifest.getMainAttributes().putValue("Bundle-Version", version);
      Files.createDirectories(copy.getParent());
      try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
        copyEntries(from, to);
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyEntries(JarFile from, JarOutputStream to) throws IOException {
    Enumeration<JarEntry> entries = from.entries();
    while (entries.hasMoreElements()) {
      JarEntry entry = entries.nextElement();
      if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
        to.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream content = from.getInputStream(entry)) {
          content.transferTo(to);
        }
      }
    }
  }

  private static Path build(String symbolicName, String version, Map<String, String> headers) {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.putValue("Manifest-Version", "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", symbolicName);
    attributes.putValue("Bundle-Version", version);
    attributes.putValue("Bundle-Activator", SingleValueActivator.class.getName());
    attributes.putValue("Import-Package", "io.margay.dmi,io.margay.dmi.driver,org.osgi.framework");
    headers.forEach(attributes::putValue);
    Path jar = WorkFolder.numbered(symbolicName, "jar");
    try {
      Files.createDirectories(jar.getParent());
      try (OutputStream file = Files.newOutputStream(jar);
          JarOutputStream out = new JarOutputStream(file, manifest)) {
        for (String name : CLASSES) {
          out.putNextEntry(new JarEntry(PACKAGE + name + ".class"));
          try (InputStream content =
              TestDriverJar.class.getResourceAsStream("/" + PACKAGE + name + ".class")) {
            content.transferTo(out);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }
}

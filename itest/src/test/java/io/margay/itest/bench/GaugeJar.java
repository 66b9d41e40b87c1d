package io.margay.itest.bench;

import io.margay.itest.support.WorkFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes a bundle of {@link Gauge}. */
final class GaugeJar {
  private static final String CLASS = Gauge.class.getName().replace('.', '/') + ".class";

  private GaugeJar() {}

  static Path build() {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.putValue("Manifest-Version", "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", "io.margay.itest.gauge");
    attributes.putValue("Bundle-Version", "1.0.0");
    attributes.putValue("Bundle-Activator", Gauge.class.getName());
    attributes.putValue("Import-Package", "io.margay.dmi,org.osgi.framework");
    Path jar = WorkFolder.numbered("gauge", "jar");
    try {
      Files.createDirectories(jar.getParent());
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
          InputStream content = GaugeJar.class.getResourceAsStream("/" + CLASS)) {
        out.putNextEntry(new JarEntry(CLASS));
        content.transferTo(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }
}

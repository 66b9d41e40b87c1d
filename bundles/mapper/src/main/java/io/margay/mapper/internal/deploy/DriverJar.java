package io.margay.mapper.internal.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A jar that holds a driver: a bundle that offers a {@code DeviceDriver}, or that imports the
 * package which nobody but a driver needs.
 *
 * @param name the bundle's symbolic name
 */
record DriverJar(Path file, String name, Edition edition) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final Pattern IMPORTS_SPI = clause("io\\.margay\\.dmi\\.driver");
  private static final Pattern OFFERS_DRIVER =
      Pattern.compile("osgi\\.service\\s*;.*io\\.margay\\.dmi\\.driver\\.DeviceDriver\\b");
  private static final int HASH_BYTES = 16;

  /**
   * Reads a file.
   *
   * @throws IOException when it cannot be read as a jar
   * @throws NoDriverException when it is no driver
   */
  static DriverJar read(Path file) throws IOException, NoDriverException {
    Attributes manifest = manifest(file);
    String name = symbolicName(manifest);
    if (!isDriver(manifest)) {
      throw new NoDriverException(
          file,
          "is no driver: it neither imports io.margay.dmi.driver nor provides a DeviceDriver");
    }
    if (!NAME.matcher(name).matches()) {
      throw new NoDriverException(
          file,
          "has the %s \"%s\", expected letters, digits, _ and -, with dots between them"
              .formatted(Constants.BUNDLE_SYMBOLICNAME, name));
    }
    return new DriverJar(file, name, new Edition(version(file, manifest), hash(file)));
  }

  /** Whether a file is a driver by its manifest; no for what cannot be read as a jar. */
  static boolean isDriver(Path file) {
    try {
      return isDriver(manifest(file));
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** Whether a file can be read as a jar; half a copy cannot. */
  static boolean isReadable(Path file) {
    try {
      manifest(file);
      return true;
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static boolean isDriver(Attributes manifest) {
    return !symbolicName(manifest).isEmpty()
        && (IMPORTS_SPI.matcher(value(manifest, Constants.IMPORT_PACKAGE)).find()
            || OFFERS_DRIVER.matcher(value(manifest, Constants.PROVIDE_CAPABILITY)).find());
  }

  private static Attributes manifest(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      @Nullable Manifest manifest = jar.getManifest();
      return manifest == null ? new Attributes() : manifest.getMainAttributes();
    }
  }

  private static String symbolicName(Attributes manifest) {
    return value(manifest, Constants.BUNDLE_SYMBOLICNAME).split(";", 2)[0].strip();
  }

  private static Version version(Path file, Attributes manifest) throws NoDriverException {
    String text = value(manifest, Constants.BUNDLE_VERSION);
    try {
      return Version.parseVersion(text);
    } catch (IllegalArgumentException e) {
      throw new NoDriverException(
          file,
          "has the %s \"%s\", expected one like 1.2.3"
              .formatted(Constants.BUNDLE_VERSION, text.strip()));
    }
  }

  private static String value(Attributes manifest, String header) {
    @Nullable String value = manifest.getValue(header);
    return value == null ? "" : value;
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Pattern clause(String path) {
    return Pattern.compile("(^|[,;])\\s*" + path + "\\s*([,;]|$)");
  }

  @Override
  public String toString() {
    return name + " " + edition.version();
  }
}

package io.margay.manifests.internal;

import io.margay.meta.yaml.Document;
import io.margay.meta.yaml.UnreadableException;
import io.margay.meta.yaml.YamlReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the manifests folder: which files are there and at rest, and what they say.
 *
 * <p>A file is at rest when it was last written a while ago, or was the same at an earlier look a
 * while ago. An empty one has to be so for longer: whoever writes a file empties it first, and what
 * it defined would be deleted. A file is gone when two looks in a row missed it, as editors replace
 * files.
 */
final class Folder {
  static final int MAX_BYTES = 4 << 20;

  private static final int EMPTY_RESTS = 20;

  private final Path path;
  private final Duration rest;
  private final Clock clock;
  private final Map<String, Sighting> sightings = new HashMap<>();
  private Set<String> missed = Set.of();

  Folder(Path path, Duration rest, Clock clock) {
    this.path = path;
    this.rest = rest;
    this.clock = clock;
  }

  Path path() {
    return path;
  }

  /** What tells one version of a file from another. */
  record Version(long bytes, FileTime written, @Nullable Object fileKey) {}

  /**
   * What one look saw.
   *
   * @param resting the files that are at rest, by name
   * @param present all files, also those that are being written
   * @param gone the expected files that are gone
   * @param restless whether to look again soon
   */
  record Look(
      SortedMap<String, Version> resting,
      Set<String> present,
      Set<String> gone,
      boolean restless) {}

  private record Sighting(Version version, Instant since) {}

  /**
   * Looks.
   *
   * @param known the files that are expected
   * @throws IOException when the folder cannot be read, which says nothing about its files
   */
  Look look(Set<String> known) throws IOException {
    Instant now = clock.instant();
    SortedMap<String, Version> resting = new TreeMap<>();
    Set<String> present = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, Folder::isManifest)) {
      for (Path entry : entries) {
        Version version = version(entry);
        if (version != null) {
          String name = String.valueOf(entry.getFileName());
          present.add(name);
          if (isAtRest(name, version, now)) {
            resting.put(name, version);
          }
        }
      }
    }
    sightings.keySet().retainAll(present);
    Set<String> missing = new HashSet<>(known);
    missing.removeAll(present);
    Set<String> gone = new HashSet<>(missing);
    gone.retainAll(missed);
    missed = missing;
    boolean restless = resting.size() < present.size() || gone.size() < missing.size();
    return new Look(resting, present, gone, restless);
  }

  /**
   * The documents of a file.
   *
   * @throws UnreadableException when it is not well-formed, too large or a link that leads out
   * @throws IOException when it cannot be read
   */
  List<Document> read(String name) throws UnreadableException, IOException {
    Path file = path.resolve(name);
    if (!file.toRealPath().startsWith(path.toRealPath())) {
      throw new UnreadableException(1, "found a link that leads out of the folder");
    }
    String text = decode(bytes(file));
    return name.endsWith(".json") ? JsonReader.read(text) : YamlReader.read(text);
  }

  /** Whether a file is still the one that a look saw. */
  boolean isStill(String name, Version version) throws IOException {
    return version.equals(version(path.resolve(name)));
  }

  private boolean isAtRest(String name, Version version, Instant now) {
    Sighting before = sightings.get(name);
    if (before == null || !before.version().equals(version)) {
      before = new Sighting(version, now);
      sightings.put(name, before);
    }
    Duration needed = version.bytes() == 0 ? rest.multipliedBy(EMPTY_RESTS) : rest;
    return !now.isBefore(version.written().toInstant().plus(needed))
        || !now.isBefore(before.since().plus(needed));
  }

  private static boolean isManifest(Path file) {
    String name = String.valueOf(file.getFileName());
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }

  private static @Nullable Version version(Path file) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return found.isRegularFile()
          ? new Version(found.size(), found.lastModifiedTime(), found.fileKey())
          : null;
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  private static byte[] bytes(Path file) throws UnreadableException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(in.readNBytes(MAX_BYTES + 1));
      if (bytes.size() > MAX_BYTES) {
        throw new UnreadableException(1, "found more than " + MAX_BYTES + " bytes");
      }
      return bytes.toByteArray();
    }
  }

  private static String decode(byte[] bytes) throws UnreadableException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UnreadableException(1, "found bytes that are no UTF-8 text");
    }
  }
}

package io.margay.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The archive of loaded classes (AppCDS) that lets the next start skip parsing and verifying them.
 *
 * <p>It is written once, by {@link ArchiveMaker} or when the first node of this installation stops
 * before: to a temporary file, forced to the disk, then renamed. A power cut or a full disk leaves
 * no archive or a whole one.
 */
final class ClassArchive {
  /**
   * Set by {@code bin/margay} when there is no archive for these jars and this Java: the path to
   * make one at, less the size that ends its name.
   */
  private static final String PREFIX_PROPERTY = "margay.cds.train";

  private final Path prefix;
  private final NodeLog log;

  private ClassArchive(Path prefix, NodeLog log) {
    this.prefix = prefix;
    this.log = log;
  }

  static Optional<ClassArchive> wanted(NodeLog log) {
    return Optional.ofNullable(System.getProperty(PREFIX_PROPERTY))
        .map(prefix -> new ClassArchive(Path.of(prefix), log));
  }

  /** Whether there is one by now. */
  boolean exists() {
    String start = prefix.getFileName() + ".";
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .anyMatch(name -> name.startsWith(start) && name.endsWith(".jsa"));
    } catch (IOException none) {
      return false;
    }
  }

  /** Writes all classes loaded so far. A failure is told and harmless. */
  void write() {
    Path part = prefix.resolveSibling("archive.part");
    try {
      Files.createDirectories(folder());
      deleteOthers();
      quietly(() -> dump(part));
      force(part);
      Path archive =
          prefix.resolveSibling("%s.%d.jsa".formatted(prefix.getFileName(), Files.size(part)));
      Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
      log.info("the next start is faster: class archive %s".formatted(archive));
    } catch (IOException e) {
      log.warn("the next start is not faster: no class archive: %s".formatted(Reason.of(e)));
    }
  }

  private Path folder() {
    return prefix.resolveSibling(".").normalize();
  }

  private void deleteOthers() throws IOException {
    try (Stream<Path> old = Files.list(folder())) {
      for (Path other : old.toList()) {
        Files.delete(other);
      }
    }
  }

  /** The JVM tells of a dump on standard output, whoever asked for it. */
  private static void quietly(Dump dump) throws IOException {
    PrintStream terminal = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      dump.run();
    } finally {
      System.setOut(terminal);
    }
  }

  private static void dump(Path part) throws IOException {
    String answer = Diagnostics.run("vmCds", "dynamic_dump", part.toString());
    if (!Files.exists(part)) {
      throw new IOException(answer.strip());
    }
  }

  private static void force(Path part) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private interface Dump {
    void run() throws IOException;
  }
}

package io.margay.runtime;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The archive of loaded classes (AppCDS) that lets the next start skip parsing and verifying them.
 *
 * <p>It is written once, when the first node of this installation stops: to a temporary file,
 * forced to the disk, then renamed. A power cut or a full disk leaves no archive or a whole one.
 */
final class ClassArchive {
  /**
   * Set by {@code bin/margay} to the file to make, when there is none for these jars and this Java.
   */
  private static final String FILE_PROPERTY = "margay.cds.train";

  private final Path file;
  private final NodeLog log;

  private ClassArchive(Path file, NodeLog log) {
    this.file = file;
    this.log = log;
  }

  static Optional<ClassArchive> wanted(NodeLog log) {
    return Optional.ofNullable(System.getProperty(FILE_PROPERTY))
        .map(file -> new ClassArchive(Path.of(file), log));
  }

  /** Writes all classes loaded so far. A failure is told and harmless. */
  void write() {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.createDirectories(file.resolveSibling("."));
      deleteOthers();
      dump(part);
      force(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      log.info("class archive written for faster starts: %s".formatted(file));
    } catch (IOException | JMException e) {
      log.warn("no class archive, the next start is not faster: %s".formatted(Reason.of(e)));
    }
  }

  private void deleteOthers() throws IOException {
    try (Stream<Path> old = Files.list(file.resolveSibling("."))) {
      for (Path other : old.toList()) {
        Files.delete(other);
      }
    }
  }

  private static void dump(Path part) throws JMException, IOException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    Object answer =
        server.invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            "vmCds",
            new Object[] {new String[] {"dynamic_dump", part.toString()}},
            new String[] {String[].class.getName()});
    if (!Files.exists(part)) {
      throw new IOException(String.valueOf(answer).strip());
    }
  }

  private static void force(Path part) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

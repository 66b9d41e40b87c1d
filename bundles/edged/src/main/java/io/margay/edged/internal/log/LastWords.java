package io.margay.edged.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.spec.Containers;
import io.margay.edged.internal.spec.Sandboxes;
import io.margay.edged.internal.volume.PodFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what an ended container says of its end: what it wrote to the file of its termination
 * message, or the end of its log when it failed and asked for that (kubernetes.io, "Determine the
 * Reason for Pod Failure").
 */
public final class LastWords {
  private static final Logger LOG = LoggerFactory.getLogger(LastWords.class);
  private static final int LONGEST = 4096;
  private static final int LONGEST_OF_LOG = 2048;
  private static final int LINES_OF_LOG = 80;

  private final PodFolders folders;
  private final Sandboxes sandboxes;

  public LastWords(PodFolders folders, Sandboxes sandboxes) {
    this.folders = folders;
    this.sandboxes = sandboxes;
  }

  /** The words; empty when there are none. */
  public String of(Pod pod, PodContainer container, int attempt, int exitCode) {
    try {
      String words =
          read(folders.terminationMessage(pod.identity().uid(), container.name(), attempt));
      boolean fromLog = words.isEmpty() && exitCode != 0 && container.terminationMessageFallback();
      return fromLog ? endOfLog(pod, container, attempt) : words;
    } catch (IOException e) {
      LOG.debug("{}/{} left no last words: {}", pod, container.name(), e.getMessage());
      return "";
    }
  }

  /** A container may have put a link there; nobody follows it. */
  private static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (var input = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return new String(input.readNBytes(LONGEST), UTF_8);
    }
  }

  private String endOfLog(Pod pod, PodContainer container, int attempt) throws IOException {
    Path log =
        sandboxes.logFolder(pod.identity()).resolve(Containers.logPath(container.name(), attempt));
    StringBuilder end = new StringBuilder();
    new LogReader(log, () -> false, () -> {})
        .read(
            new LogRequest(LINES_OF_LOG, Instant.EPOCH, 0, false),
            line -> end.append(line.written()));
    return end.substring(Math.max(0, end.length() - LONGEST_OF_LOG));
  }
}

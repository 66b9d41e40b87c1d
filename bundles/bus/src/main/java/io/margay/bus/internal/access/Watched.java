package io.margay.bus.internal.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands in files that people edit while the node runs. Changed files are read once they rest
 * from one look to the next; when they have a mistake, this is logged and what was read before
 * stays in force.
 */
public final class Watched<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

  private final List<Path> files;
  private final Loader<T> loader;
  private final String withoutIt;
  private List<Stamp> loaded;
  private List<Stamp> seen;
  private volatile @Nullable T current;
  private volatile @Nullable String mistake;

  /** Makes the value from the files. */
  @FunctionalInterface
  public interface Loader<T> {
    /**
     * Reads the files.
     *
     * @throws IllegalArgumentException naming the place and what is wrong
     */
    T load() throws IOException, GeneralSecurityException;
  }

  /** What tells that a file is another than before. */
  private record Stamp(FileTime time, long size, @Nullable Object key) {
    private static final Stamp MISSING = new Stamp(FileTime.fromMillis(0), -1, null);

    static Stamp of(Path file) {
      try {
        BasicFileAttributes of = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(of.lastModifiedTime(), of.size(), of.fileKey());
      } catch (IOException e) {
        return MISSING;
      }
    }
  }

  /**
   * Reads the files for the first time.
   *
   * @param withoutIt what it means for people that there is no value, such as "nobody can log in"
   */
  public Watched(List<Path> files, String withoutIt, Loader<T> loader) {
    this.files = files;
    this.withoutIt = withoutIt;
    this.loader = loader;
    this.loaded = stamps();
    this.seen = loaded;
    load();
  }

  /** The last good content; empty when there never was one. */
  public Optional<T> current() {
    return Optional.ofNullable(current);
  }

  /** What is wrong with the files as they are now; empty when they are in force. */
  public Optional<String> mistake() {
    return Optional.ofNullable(mistake);
  }

  /**
   * Looks whether the files have changed, and has them read by the worker if so. Called by one
   * thread at a time.
   */
  public void look(Executor worker) {
    List<Stamp> now = stamps();
    if (now.equals(seen) && !now.equals(loaded)) {
      try {
        worker.execute(this::load);
        loaded = now;
      } catch (RejectedExecutionException busy) {
        LOG.debug("{} are read at the next look", files);
      }
    }
    seen = now;
  }

  private List<Stamp> stamps() {
    return files.stream().map(Stamp::of).toList();
  }

  private void load() {
    boolean first = current == null && mistake == null;
    try {
      current = loader.load();
      mistake = null;
      if (!first) {
        LOG.info("{} read anew", files);
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      String reason = reason(e);
      mistake = reason;
      LOG.error(
          "{}; {}", reason, current == null ? withoutIt : "what it said before stays in force");
    }
  }

  private String reason(Exception failure) {
    String where = files.get(0).toString();
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + " is missing";
    }
    String message = failure.getMessage();
    return where + ": " + (message == null ? failure.getClass().getSimpleName() : message);
  }
}

package io.margay.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Lets one node only work on a {@code var} folder. The operating system frees the lock with the
 * process, so a killed node never blocks the next one; the pid file beside it is for people.
 */
final class NodeLock implements AutoCloseable {
  /** A status command holds the lock for an instant, so a refusal is worth a second look. */
  private static final int ATTEMPTS = 4;

  private static final long PAUSE_MILLIS = 50;

  private final FileChannel channel;
  private final Path pidFile;

  private NodeLock(FileChannel channel, Path pidFile) {
    this.channel = channel;
    this.pidFile = pidFile;
  }

  static NodeLock acquire(Layout layout) throws CommandException {
    try {
      NodeLock lock = tryAcquire(layout);
      for (int attempt = 1; lock == null && attempt < ATTEMPTS; attempt++) {
        pause();
        lock = tryAcquire(layout);
      }
      if (lock == null) {
        throw new CommandException(
            ExitCode.ALREADY_RUNNING,
            "a node%s already runs on %s. Stop it with bin/margay stop, or name another folder with MARGAY_VAR."
                .formatted(pidOf(layout), layout.var()));
      }
      lock.writePid();
      return lock;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.UNUSABLE_FOLDER,
          "%s cannot be locked: %s".formatted(layout.lockFile(), e.getMessage()));
    }
  }

  /** The process id of the node that holds the lock now, if one does. */
  static OptionalLong holder(Layout layout) {
    if (!Files.exists(layout.lockFile())) {
      return OptionalLong.empty();
    }
    try (NodeLock lock = tryAcquire(layout)) {
      return lock == null ? readPid(layout) : OptionalLong.empty();
    } catch (IOException e) {
      OptionalLong pid = readPid(layout);
      return pid.isPresent() && isAlive(pid.getAsLong()) ? pid : OptionalLong.empty();
    }
  }

  private static @Nullable NodeLock tryAcquire(Layout layout) throws IOException {
    FileChannel channel =
        FileChannel.open(layout.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : new NodeLock(channel, layout.pidFile());
  }

  private void writePid() throws IOException {
    Path part = pidFile.resolveSibling(pidFile.getFileName() + ".part");
    Files.writeString(part, ProcessHandle.current().pid() + "\n");
    Files.move(part, pidFile, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String pidOf(Layout layout) {
    OptionalLong pid = readPid(layout);
    return pid.isPresent() ? " (process " + pid.getAsLong() + ")" : "";
  }

  private static OptionalLong readPid(Layout layout) {
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(layout.pidFile()).strip()));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }

  /** Frees the lock; harmless when called twice. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}

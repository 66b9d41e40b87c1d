package io.margay.itest.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few megabytes in a folder, which can be filled and emptied. Needs root. */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts one in a folder, which is made. */
  public static SmallDisk in(Path folder, int megabytes) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RunningProgram.Result result =
        RunningProgram.run(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "mode=0700,size=" + megabytes + "m",
            "tmpfs",
            folder.toString());
    if (result.exitCode() != 0) {
      throw new AssertionError("mount failed: " + result.text());
    }
    return new SmallDisk(folder);
  }

  public Path folder() {
    return folder;
  }

  /** Fills it to the last byte. */
  public void fill() {
    byte[] block = new byte[4096];
    try (OutputStream filler = Files.newOutputStream(filler())) {
      while (true) {
        filler.write(block);
      }
    } catch (IOException full) {
      // That is what was wanted.
    }
  }

  /** Gives the space back. */
  public void empty() {
    try {
      Files.delete(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    RunningProgram.run("umount", "-l", folder.toString());
  }

  private Path filler() {
    return folder.resolve("filler");
  }
}

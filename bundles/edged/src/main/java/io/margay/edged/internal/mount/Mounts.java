package io.margay.edged.internal.mount;

import java.io.IOException;
import java.nio.file.Path;

/** Mounts and unmounts. Every call blocks some milliseconds, and some seconds at most. */
public interface Mounts {

  /** What is mounted now. */
  MountTable table() throws IOException;

  /**
   * Mounts an empty file system in memory.
   *
   * @param folder exists
   * @param bytes how much it may hold; 0 for the kernel's own bound, half of the memory
   * @param mode permission bits of the folder
   */
  void memory(Path folder, long bytes, int mode) throws IOException;

  /** Shows a file or folder at another place, where there is one of the same sort. */
  void bind(Path source, Path target) throws IOException;

  /** Unmounts, even while somebody still has a file open there. */
  void unmount(Path path) throws IOException;
}

package io.margay.edged.internal.gc;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** How full a disk is. */
public record DiskSpace(long totalBytes, long freeBytes) {

  /** The disk that a path is on. */
  public static DiskSpace of(Path path) throws IOException {
    FileStore store = Files.getFileStore(path);
    return new DiskSpace(store.getTotalSpace(), store.getUsableSpace());
  }

  /** Used hundredths, rounded down. */
  int usedPercent() {
    return totalBytes == 0 ? 0 : (int) (100 * (totalBytes - freeBytes) / totalBytes);
  }

  /** Bytes that must become free so that no more than so many hundredths are used. */
  long missingTo(int usedPercent) {
    return Math.max(0, totalBytes * (100 - usedPercent) / 100 - freeBytes);
  }

  /** Free hundredths, with a fraction. */
  double freePercent() {
    return totalBytes == 0 ? 100 : 100.0 * freeBytes / totalBytes;
  }
}

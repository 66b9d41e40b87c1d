package io.margay.edged.internal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Finds where the last lines of a file begin, without reading those before. */
final class LogEnd {
  private static final int BLOCK = 16 << 10;

  private LogEnd() {}

  /** The offset from which there are so many lines to the end; 0 when there are not as many. */
  static long ofLines(FileChannel file, int lines) throws IOException {
    long end = file.size();
    if (lines <= 0) {
      return end;
    }
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    int missing = lines;
    long at = end;
    while (at > 0) {
      int length = (int) Math.min(BLOCK, at);
      at -= length;
      block.clear().limit(length);
      while (block.hasRemaining() && file.read(block, at + block.position()) > 0) {
        // until the block is full
      }
      for (int i = block.position() - 1; i >= 0; i--) {
        boolean endsALine = block.get(i) == '\n' && at + i != end - 1;
        if (endsALine && --missing == 0) {
          return at + i + 1;
        }
      }
    }
    return 0;
  }
}

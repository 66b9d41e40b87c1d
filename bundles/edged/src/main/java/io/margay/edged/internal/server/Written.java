package io.margay.edged.internal.server;

import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Waits until a caller has taken what was written, so that nothing piles up for a slow one. */
final class Written {
  private static final long PATIENCE_SECONDS = 60;

  private Written() {}

  static void await(ChannelFuture written) throws IOException {
    try {
      if (!written.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the caller takes nothing for " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while answering", e);
    }
    if (!written.isSuccess()) {
      throw new IOException("the caller has gone", written.cause());
    }
  }
}

package io.margay.itest.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port for a peer that must be told one, or that comes back on the one it had.
 *
 * <p>It is bound, but nobody listens: a connection to it is refused, the kernel gives it to nobody
 * who asks for any free port, and whoever asks for this very one gets it, if it sets {@code
 * SO_REUSEADDR} as servers do.
 */
public final class ReservedPort implements AutoCloseable {
  private final Socket holder = new Socket();

  public ReservedPort() {
    try {
      holder.setReuseAddress(true);
      holder.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int number() {
    return holder.getLocalPort();
  }

  @Override
  public void close() {
    try {
      holder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

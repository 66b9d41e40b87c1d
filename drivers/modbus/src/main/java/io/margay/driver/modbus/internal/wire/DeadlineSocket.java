package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A connected TCP socket whose reads are over at a deadline, however slowly the bytes drip in, and
 * at once when their thread is interrupted.
 *
 * <p>A plain socket's timeout begins anew with each byte, and a plain socket does not hear an
 * interrupt; a {@link SocketChannel} does. It is dressed as a {@link Socket} because that is what
 * TLS takes.
 */
final class DeadlineSocket extends Socket {
  private final SocketChannel channel;
  private Deadline deadline = Deadline.in(Duration.ZERO);

  private DeadlineSocket(SocketChannel channel) {
    this.channel = channel;
  }

  static DeadlineSocket connect(InetSocketAddress address, int timeoutMillis) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      channel.socket().connect(address, timeoutMillis);
      return new DeadlineSocket(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Reads must be over by then. */
  void expectAnswerBy(Deadline time) {
    deadline = time;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(channel.socket().getInputStream()) {

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        long millis = deadline.remainingMillis();
        if (millis == 0) {
          throw new SocketTimeoutException("the deadline has passed");
        }
        channel.socket().setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
        return super.read(bytes, offset, length);
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return channel.socket().getOutputStream();
  }

  /** Does nothing: each read sets what is left until the deadline. */
  @Override
  public void setSoTimeout(int timeout) {}

  /** It always was: it is made so. TLS asks for it before it dresses a connection. */
  @Override
  public boolean isConnected() {
    return true;
  }

  /** Does not wait, and ends a read that another thread is in. */
  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }

  /** As {@link #close}, for those who do not care what the peer has done meanwhile. */
  void closeAtOnce() {
    try {
      channel.close();
    } catch (IOException e) {
      return; // the peer was faster
    }
  }
}

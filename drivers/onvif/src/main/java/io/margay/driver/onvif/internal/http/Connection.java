package io.margay.driver.onvif.internal.http;

import io.margay.dmi.driver.Deadline;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;

/**
 * One TCP connection to a camera. Every call is over at its deadline, and at once when its thread
 * is interrupted: it is a channel's socket, because a plain one does not hear an interrupt.
 */
public final class Connection implements AutoCloseable {
  private final Address place;
  private final SocketChannel channel;
  private final Socket socket;
  private final InputStream in;
  private Deadline deadline;
  private boolean used;
  private boolean answering;

  private Connection(Address place, SocketChannel channel, Socket socket, Deadline deadline)
      throws IOException {
    this.place = place;
    this.channel = channel;
    this.socket = socket;
    this.deadline = deadline;
    this.in = new BufferedInputStream(new DeadlineInput(socket.getInputStream()));
  }

  /** Connects, and begins TLS where the address wants it. */
  public static Connection open(Address place, TlsSettings tls, Deadline deadline)
      throws IOException {
    InetSocketAddress peer = new InetSocketAddress(place.host(), place.port());
    if (peer.isUnresolved()) {
      throw new UnknownHostException("there is no host " + place.host());
    }
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(peer, millis(deadline));
      channel.socket().setSoTimeout(millis(deadline));
      Socket socket = place.secure() ? tls.secure(channel.socket(), place) : channel.socket();
      return new Connection(place, channel, socket, deadline);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    } catch (GeneralSecurityException e) {
      channel.close();
      throw new IOException("no TLS: " + e.getMessage(), e);
    }
  }

  /** Sends a request and does not wait for its answer. */
  public void send(Request request, Deadline until) throws IOException {
    deadline = until;
    used = true;
    answering = false;
    socket.getOutputStream().write(request.bytes(place));
    socket.getOutputStream().flush();
  }

  /** Waits for the answer to the request that was sent. */
  public Answer receive(int mostBytes, Deadline until) throws IOException {
    deadline = until;
    return new AnswerReader(in, mostBytes).read();
  }

  /** Whether an answer has come over it before, so that the server may have tired of it since. */
  boolean wasUsed() {
    return used;
  }

  /** Whether an answer to what was sent last has begun to arrive. */
  boolean isAnswering() {
    return answering;
  }

  boolean leadsTo(Address address) {
    return channel.isOpen() && place.isAtPlaceOf(address);
  }

  /** What can be waited upon; its bytes are those of the answer only when there is no TLS. */
  public SocketChannel channel() {
    return channel;
  }

  /** Does not wait, and ends a call that another thread is in. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      return; // the peer was faster
    }
  }

  private static int millis(Deadline deadline) throws SocketTimeoutException {
    long millis = deadline.remainingMillis();
    if (millis == 0) {
      throw new SocketTimeoutException("the deadline has passed");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /** Gives each read what is left until the deadline. */
  private final class DeadlineInput extends FilterInputStream {

    private DeadlineInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      socket.setSoTimeout(millis(deadline));
      int count = super.read(bytes, offset, length);
      answering |= count > 0;
      return count;
    }
  }
}

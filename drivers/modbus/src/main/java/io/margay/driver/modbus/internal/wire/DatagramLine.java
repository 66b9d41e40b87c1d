package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** UDP: a frame is a datagram. */
final class DatagramLine implements Line {
  private static final int LONGEST = 512;

  private final DatagramChannel channel;
  private final byte[] datagram = new byte[LONGEST];
  private int at;
  private int end;

  private DatagramLine(DatagramChannel channel) {
    this.channel = channel;
  }

  static DatagramLine to(InetSocketAddress address) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.connect(address);
      return new DatagramLine(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void write(byte[] frame) throws IOException {
    channel.write(ByteBuffer.wrap(frame));
  }

  @Override
  public int read(byte[] into, int offset, int length, Deadline deadline) throws IOException {
    if (at == end) {
      receive(deadline);
    }
    int count = Math.min(length, end - at);
    System.arraycopy(datagram, at, into, offset, count);
    at += count;
    return count;
  }

  @Override
  public void drain() throws IOException {
    at = end;
    channel.configureBlocking(false);
    try {
      ByteBuffer late = ByteBuffer.allocate(LONGEST);
      while (channel.read(late) > 0) {
        late.clear();
      }
    } catch (java.net.PortUnreachableException e) {
      return; // said about an earlier datagram; the next one may do better
    } finally {
      channel.configureBlocking(true);
    }
  }

  @Override
  public boolean outlivesFailures() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      return; // nothing is left to be closed
    }
  }

  private void receive(Deadline deadline) throws IOException {
    long millis = deadline.remainingMillis();
    if (millis == 0) {
      throw new SocketTimeoutException("the deadline has passed");
    }
    channel.socket().setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
    DatagramPacket packet = new DatagramPacket(datagram, datagram.length);
    channel.socket().receive(packet);
    at = 0;
    end = packet.getLength();
  }
}

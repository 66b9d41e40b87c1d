package io.margay.runtime;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A framed conversation with the shell socket of a node.
 *
 * <p>The server's end is the bundle {@code io.margay.shell}. The client sends {@link #FRAMED}
 * first, then commands in UTF-8, each ended by {@link #END_OF_COMMAND}, and {@link #INTERRUPT}
 * whenever the running command shall end. The server answers {@link #FRAMED} and then frames: one
 * byte kind, four bytes length, the bytes. Kind {@code o} is output, {@code e} is error output,
 * {@code d} ends a command and carries one byte, its exit code.
 */
final class ShellConnection implements AutoCloseable {
  private static final byte FRAMED = 1;
  private static final byte INTERRUPT = 3;
  private static final byte END_OF_COMMAND = 0;
  private static final int MAX_FRAME = 1 << 20;

  private final SocketChannel channel;
  private final DataInputStream in;

  private ShellConnection(SocketChannel channel) {
    this.channel = channel;
    this.in = new DataInputStream(Channels.newInputStream(channel));
  }

  static ShellConnection open(Path socket) throws IOException {
    ShellConnection connection =
        new ShellConnection(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    try {
      connection.greet();
      return connection;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  /** Runs one command; returns 0, or another number if it failed. */
  int execute(String command, OutputStream output, OutputStream errors) throws IOException {
    byte[] text = command.replace("\0", "").getBytes(StandardCharsets.UTF_8);
    byte[] message = new byte[text.length + 1];
    System.arraycopy(text, 0, message, 0, text.length);
    message[text.length] = END_OF_COMMAND;
    write(message);
    while (true) {
      int kind = in.readUnsignedByte();
      byte[] content = readContent();
      switch (kind) {
        case 'o' -> print(output, content);
        case 'e' -> print(errors, content);
        case 'd' -> {
          return content.length == 0 ? 0 : content[0];
        }
        default -> throw new IOException("frame of unknown kind " + kind);
      }
    }
  }

  /** Asks the node to end the running command; may be called from any thread. */
  void interrupt() throws IOException {
    write(INTERRUPT);
  }

  private void greet() throws IOException {
    write(FRAMED);
    int octet = in.read();
    while (octet != FRAMED) {
      if (octet < 0) {
        throw new EOFException("too many shells are open, or the node is stopping");
      }
      octet = in.read();
    }
  }

  /**
   * Straight to the channel: a stream over it would wait until the read that is going on is done.
   */
  private void write(byte... octets) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(octets);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private byte[] readContent() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_FRAME) {
      throw new IOException("frame of " + length + " bytes");
    }
    byte[] content = in.readNBytes(length);
    if (content.length < length) {
      throw new EOFException("it stopped in the middle of an answer");
    }
    return content;
  }

  private static void print(OutputStream stream, byte[] content) throws IOException {
    stream.write(content);
    stream.flush();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

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
 * first, and the server answers with it; from there on both send frames: one byte kind, four bytes
 * length, the bytes. To the node, kind {@code c} is a command in UTF-8, {@code x} interrupts it,
 * {@code i} is a piece of input, empty at its end, {@code w} the terminal's size. From the node,
 * {@code o} is output, {@code e} is error output, {@code i} asks for a piece of input, {@code t}
 * for the terminal until the command ends, {@code d} ends the command and carries one byte, its
 * exit code.
 */
final class ShellConnection implements AutoCloseable {
  private static final byte FRAMED = 1;
  private static final int HEADER_BYTES = 5;
  private static final int MAX_FRAME = 1 << 20;

  private final SocketChannel channel;
  private final DataInputStream in;
  private final Object sending = new Object();

  private ShellConnection(SocketChannel channel) {
    this.channel = channel;
    this.in = new DataInputStream(Channels.newInputStream(channel));
  }

  /** What a command does with its caller. Called on the thread that executes. */
  interface Console {
    OutputStream output();

    OutputStream errors();

    /** It reads: {@link #type} is to be called once, from any thread. */
    void inputWanted();

    /** It takes the terminal until it ends; {@link #resize} tells its size. */
    void terminalWanted();
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
  int execute(String command, Console console) throws IOException {
    send('c', command.getBytes(StandardCharsets.UTF_8));
    while (true) {
      int kind = in.readUnsignedByte();
      byte[] content = readContent();
      switch (kind) {
        case 'o' -> print(console.output(), content);
        case 'e' -> print(console.errors(), content);
        case 'i' -> console.inputWanted();
        case 't' -> console.terminalWanted();
        case 'd' -> {
          return content.length == 0 ? 0 : content[0];
        }
        default -> throw new IOException("frame of unknown kind " + kind);
      }
    }
  }

  /** Asks the node to end the running command; may be called from any thread. */
  void interrupt() throws IOException {
    send('x', new byte[0]);
  }

  /** Gives the running command what it asked for; may be called from any thread. */
  void type(byte[] piece) throws IOException {
    send('i', piece);
  }

  /** Tells how large the terminal is; may be called from any thread. */
  void resize(Tty.Size size) throws IOException {
    send('w', ByteBuffer.allocate(8).putInt(size.columns()).putInt(size.rows()).array());
  }

  private void greet() throws IOException {
    write(ByteBuffer.wrap(new byte[] {FRAMED}));
    int octet = in.read();
    while (octet != FRAMED) {
      if (octet < 0) {
        throw new EOFException("too many shells are open, or the node is stopping");
      }
      octet = in.read();
    }
  }

  private void send(char kind, byte[] content) throws IOException {
    write(
        ByteBuffer.allocate(HEADER_BYTES + content.length)
            .put((byte) kind)
            .putInt(content.length)
            .put(content)
            .flip());
  }

  /**
   * Straight to the channel: a stream over it would wait until the read that is going on is done.
   * One frame at a time, as a socket may take one in parts.
   */
  private void write(ByteBuffer frame) throws IOException {
    synchronized (sending) {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
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

package io.margay.cri.internal.stream;

import io.margay.edged.engine.ByteStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one port in a sandbox. On each of its channels the number of the port comes
 * first, as two bytes.
 */
final class PortStream implements ByteStream, ChannelSocket.Frames {
  private static final int DATA = 0;
  private static final int ERROR = 1;
  private static final int PORT_BYTES = 2;

  private final ChannelSocket socket = new ChannelSocket(this);
  private final ChannelInput input = new ChannelInput(socket::taken);
  private final ChannelOutput output = new ChannelOutput(socket, DATA);

  /** How much of the port's number is still to come, for each channel. Of the loop's thread. */
  private final int[] preamble = {PORT_BYTES, PORT_BYTES};

  ChannelSocket socket() {
    return socket;
  }

  @Override
  public int frame(int channel, byte[] content) {
    if (channel != DATA && channel != ERROR) {
      return 0;
    }
    int skipped = Math.min(preamble[channel], content.length);
    preamble[channel] -= skipped;
    byte[] rest = Arrays.copyOfRange(content, skipped, content.length);
    if (channel == DATA) {
      return input.add(rest);
    }
    if (rest.length > 0) {
      input.fail(new String(rest, StandardCharsets.UTF_8));
    }
    return 0;
  }

  /** A side that closes its connection to the port makes the engine close this one. */
  @Override
  public void over(@Nullable String reason) {
    input.end();
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public void close() {
    socket.close();
  }
}

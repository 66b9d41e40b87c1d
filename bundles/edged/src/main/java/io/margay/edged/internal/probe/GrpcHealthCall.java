package io.margay.edged.internal.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.edged.internal.pod.Handler.Grpc;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Asks a program by {@code grpc.health.v1.Health/Check} whether it serves.
 *
 * <p>One question and one answer need no HTTP/2 library: the question is four frames (RFC 9113,
 * 3.4, 4.1), its headers are literals without index (RFC 7541, 6.2.2), and of the answer only the
 * first message matters, whose one field is a small number.
 */
final class GrpcHealthCall {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final String PATH = "/grpc.health.v1.Health/Check";
  private static final int FRAME_HEAD = 9;
  private static final int MOST_FRAMES = 64;
  private static final int LONGEST_FRAME = 16_384;
  private static final int LONGEST_SERVICE = 1024;
  private static final int STREAM = 1;

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;

  /** {@code HealthCheckResponse.status = 1}: field 1 as a varint, SERVING. */
  private static final byte STATUS_FIELD = 0x08;

  private static final byte SERVING = 1;

  /** Asks the service of a request at an address. */
  Outcome ask(Grpc request, String address, Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, request.port()), deadline.leftMillis());
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(question(request, address));
      return answer(socket, deadline);
    } catch (IOException e) {
      return Outcome.failure("gRPC %s:%d: %s".formatted(address, request.port(), e.getMessage()));
    }
  }

  private static byte[] question(Grpc request, String address) throws IOException {
    byte[] service = request.service().getBytes(UTF_8);
    if (service.length > LONGEST_SERVICE) {
      throw new IOException("a service's name of more than %d bytes".formatted(LONGEST_SERVICE));
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    if (service.length > 0) {
      message.write(0x0a);
      number(message, service.length, 7, 0);
      message.write(service);
    }
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.write(0);
    data.write(ByteBuffer.allocate(4).putInt(message.size()).array());
    message.writeTo(data);
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    header(headers, ":method", "POST");
    header(headers, ":scheme", "http");
    header(headers, ":path", PATH);
    header(headers, ":authority", address + ":" + request.port());
    header(headers, "content-type", "application/grpc");
    header(headers, "te", "trailers");
    header(headers, "user-agent", "margay-probe");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(PREFACE.getBytes(US_ASCII));
    frame(all, SETTINGS, 0, 0, new byte[0]);
    frame(all, HEADERS, END_HEADERS, STREAM, headers.toByteArray());
    frame(all, DATA, END_STREAM, STREAM, data.toByteArray());
    return all.toByteArray();
  }

  private static void header(ByteArrayOutputStream to, String name, String value)
      throws IOException {
    to.write(0);
    text(to, name);
    text(to, value);
  }

  private static void text(ByteArrayOutputStream to, String text) throws IOException {
    byte[] bytes = text.getBytes(US_ASCII);
    number(to, bytes.length, 7, 0);
    to.write(bytes);
  }

  /** A number with a prefix of some bits (RFC 7541, 5.1); with 7 bits below 127 it is a varint. */
  private static void number(ByteArrayOutputStream to, int number, int bits, int first) {
    int most = (1 << bits) - 1;
    if (number < most) {
      to.write(first | number);
      return;
    }
    to.write(first | most);
    int rest = number - most;
    while (rest >= 128) {
      to.write(rest % 128 + 128);
      rest /= 128;
    }
    to.write(rest);
  }

  private static void frame(
      ByteArrayOutputStream to, int type, int flags, int stream, byte[] payload)
      throws IOException {
    to.write(
        ByteBuffer.allocate(FRAME_HEAD)
            .putInt(payload.length << 8 | type)
            .put((byte) flags)
            .putInt(stream)
            .array());
    to.write(payload);
  }

  private static Outcome answer(Socket socket, Deadline deadline) throws IOException {
    DataInputStream input = new DataInputStream(new TimedInput(socket, deadline));
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (int frames = 0; frames < MOST_FRAMES; frames++) {
      int lengthAndType = input.readInt();
      int flags = input.readUnsignedByte();
      int stream = input.readInt();
      int length = lengthAndType >>> 8;
      if (length > LONGEST_FRAME) {
        throw new IOException("found a frame of %d bytes, expected HTTP/2".formatted(length));
      }
      byte[] payload = new byte[length];
      input.readFully(payload);
      boolean ends = (flags & END_STREAM) != 0 && stream == STREAM;
      switch (lengthAndType & 0xff) {
        case SETTINGS -> {
          if ((flags & ACK) == 0) {
            ByteArrayOutputStream settings = new ByteArrayOutputStream();
            frame(settings, SETTINGS, ACK, 0, new byte[0]);
            socket.getOutputStream().write(settings.toByteArray());
          }
        }
        case DATA -> {
          int padding = (flags & PADDED) == 0 || length == 0 ? 0 : 1 + (payload[0] & 0xff);
          int from = padding == 0 ? 0 : 1;
          message.write(payload, from, Math.max(0, length - padding));
        }
        case HEADERS -> {
          if (ends) {
            return verdict(message.toByteArray());
          }
        }
        case RST_STREAM, GOAWAY -> {
          return Outcome.failure("the server ended the call");
        }
        default -> {}
      }
      if (ends) {
        return verdict(message.toByteArray());
      }
    }
    throw new IOException("no answer in %d frames".formatted(MOST_FRAMES));
  }

  /** Five bytes of gRPC's own (compressed, length) stand before the message. */
  private static Outcome verdict(byte[] message) {
    if (message.length == 0) {
      return Outcome.failure("the server has no such service, or no health service");
    }
    boolean serving = message.length >= 7 && message[5] == STATUS_FIELD && message[6] == SERVING;
    return serving ? Outcome.SUCCESS : Outcome.failure("the service does not serve");
  }
}

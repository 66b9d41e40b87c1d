package io.margay.push.mqtt.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.push.tls.TestIdentity;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;

/** As much of a broker as a publisher needs (MQTT 3.1.1), behind TLS. */
final class TlsBroker implements AutoCloseable {
  private static final int CONNECT = 1;
  private static final int PUBLISH = 3;
  private static final byte[] ACCEPTED = {0x20, 2, 0, 0};

  private final SSLServerSocket server;
  private final BlockingQueue<String> published = new LinkedBlockingQueue<>();

  private TlsBroker(SSLServerSocket server) {
    this.server = server;
  }

  static TlsBroker start(TestIdentity identity) throws IOException {
    TlsBroker broker =
        new TlsBroker(
            (SSLServerSocket)
                identity
                    .context()
                    .getServerSocketFactory()
                    .createServerSocket(0, 8, InetAddress.getLoopbackAddress()));
    Thread listener = new Thread(broker::listen, "tls-broker");
    listener.setDaemon(true);
    listener.start();
    return broker;
  }

  int port() {
    return server.getLocalPort();
  }

  /** What came since the last call, as {@code <topic> <payload>}; null when nothing comes. */
  String published() throws InterruptedException {
    return published.poll(30, TimeUnit.SECONDS);
  }

  boolean hasNothing() {
    return published.isEmpty();
  }

  private void listen() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        answer(new DataInputStream(client.getInputStream()), client.getOutputStream());
      } catch (IOException refusedOrGone) {
        // The next one may come.
      }
    }
  }

  private void answer(DataInputStream in, OutputStream out) throws IOException {
    for (int head = in.read(); head >= 0; head = in.read()) {
      byte[] packet = in.readNBytes(length(in));
      if (head >> 4 == CONNECT) {
        out.write(ACCEPTED);
      } else if (head >> 4 == PUBLISH) {
        int topic = ((packet[0] & 0xff) << 8) + (packet[1] & 0xff);
        published.add(
            new String(packet, 2, topic, UTF_8)
                + " "
                + new String(packet, 2 + topic, packet.length - 2 - topic, UTF_8));
      }
    }
  }

  /** The remaining length (MQTT 3.1.1, 2.2.3). */
  private static int length(DataInputStream in) throws IOException {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.readUnsignedByte();
      length |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return length;
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

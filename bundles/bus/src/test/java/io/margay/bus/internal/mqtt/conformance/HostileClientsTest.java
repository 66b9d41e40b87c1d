package io.margay.bus.internal.mqtt.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.margay.bus.internal.mqtt.BrokerFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Whatever one client does, the others get their messages in time. */
@Timeout(120)
class HostileClientsTest {
  private static final int PACKETS = 100_000;
  private static final int ATTACKERS = 4;
  private static final long SEED = 20_260_101;
  private static final long MEGABYTE = 1 << 20;

  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest(BrokerFixture::impatient);

  private final Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
  private Watch watch;

  @BeforeEach
  void watch() {
    logged.start();
    log.addAppender(logged);
    watch = new Watch(broker);
  }

  @AfterEach
  void end() {
    attackers.shutdownNow();
    log.detachAppender(logged);
  }

  @Test
  void aHundredThousandBrokenPacketsDisturbNobody() throws Exception {
    Thread serving = brokerThread();
    attack(SEED, PACKETS / 5);
    long heap = heapInUse();
    long direct = directMemory();

    attack(SEED + ATTACKERS, PACKETS - PACKETS / 5);

    watch.exchange();
    assertThat(brokerThread()).isSameAs(serving);
    assertThat(logged.list)
        .as("nothing worse than a warning, and no failure that was not foreseen")
        .noneMatch(
            event ->
                event.getLevel().isGreaterOrEqual(Level.ERROR)
                    || event.getThrowableProxy() != null);
    assertThat(heapInUse() - heap).as("growth of the heap").isLessThan(4 * MEGABYTE);
    assertThat(directMemory() - direct).as("growth of direct memory").isLessThan(MEGABYTE);
  }

  private void attack(long seed, int packets) throws Exception {
    List<Future<?>> attacks = new ArrayList<>();
    for (int i = 0; i < ATTACKERS; i++) {
      Fuzzer fuzzer = new Fuzzer(seed + i);
      attacks.add(attackers.submit(() -> attack(fuzzer, packets / ATTACKERS)));
    }
    for (Future<?> attack : attacks) {
      while (!attack.isDone()) {
        watch.exchange();
        TimeUnit.MILLISECONDS.sleep(5);
      }
      attack.get();
    }
  }

  private void attack(Fuzzer fuzzer, int packets) {
    int left = packets;
    while (left > 0) {
      Version version = fuzzer.version();
      int some = Math.min(left, 2 + fuzzer.upTo(20));
      Bytes stream = new Bytes().raw(fuzzer.first(version));
      for (int i = 1; i < some; i++) {
        stream.raw(fuzzer.next(version));
      }
      converse(stream.done(), fuzzer.upTo(100));
      left -= some;
    }
  }

  /** Sends all in two pieces, says that it is all, and waits until the broker has done with it. */
  private void converse(byte[] stream, int percent) {
    int cut = stream.length * percent / 100;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(stream, 0, cut);
      out.write(stream, cut, stream.length - cut);
      socket.shutdownOutput();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException closedByTheBroker) {
      assertThat(closedByTheBroker).hasMessageMatching(".*(reset|pipe|abort|closed|shutdown).*");
    }
  }

  @Test
  void connectionsThatNeverFinishTheirConnectAreEndedAndDisturbNobody() throws Exception {
    List<Socket> drips = new ArrayList<>();
    try {
      byte[] connect = Connect.as(Version.V5, "x".repeat(200)).packet().bytes();
      for (int i = 0; i < 50; i++) {
        drips.add(new Socket(InetAddress.getLoopbackAddress(), broker.port()));
      }
      int sent = 0;
      while (broker.connections() > 2) {
        assertThat(sent).as("bytes sent to a broker that waits for ever").isLessThan(150);
        for (Socket drip : drips) {
          drip(drip, connect[sent]);
        }
        sent++;
        watch.exchange();
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } finally {
      for (Socket drip : drips) {
        drip.close();
      }
    }
  }

  @Test
  void section_3_1_aConnectionWithoutConnectIsClosedInTime() {
    broker.open(Version.V5).expectCloseWithoutPacket();
  }

  private static void drip(Socket socket, byte one) {
    try {
      socket.getOutputStream().write(one);
    } catch (IOException endedByTheBroker) {
      // That is what shall happen.
    }
  }

  @Test
  void aFloodForAClientThatNeverReadsDisturbsNobody() throws Exception {
    RawClient stuck = broker.connect(Version.V3_1_1, "stuck").subscribe("flood", 1);
    AtomicInteger sent = new AtomicInteger();
    List<Socket> floods = List.of(flood(0), flood(1));
    try {
      for (int qos = 0; qos <= 1; qos++) {
        byte[] packet = Packet.publish(Version.V3_1_1, "flood", "x".repeat(1_000), qos, 1).bytes();
        OutputStream out = floods.get(qos).getOutputStream();
        attackers.submit(() -> flood(out, packet, sent));
      }
      for (int i = 0; i < 300; i++) {
        watch.exchange();
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertThat(sent).hasValueGreaterThan(100);
    } finally {
      for (Socket flood : floods) {
        flood.close();
      }
    }
    stuck.close();
    watch.exchange();
  }

  private Socket flood(int number) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), broker.port()));
    socket.getOutputStream().write(Connect.as(Version.V3_1_1, "flood-" + number).packet().bytes());
    return socket;
  }

  private static Void flood(OutputStream out, byte[] packet, AtomicInteger sent) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        out.write(packet);
        sent.incrementAndGet();
      }
    } catch (IOException endOfTheTest) {
      // The socket was closed.
    }
    return null;
  }

  @Test
  void aClientThatAsksAndNeverListensIsHeldBackAndDisturbsNobody() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    Bytes pings = new Bytes();
    for (int i = 0; i < 1_000; i++) {
      pings.raw(Packet.empty(Version.V5, PacketType.PINGREQ).bytes());
    }
    try (Socket deaf = flood(9)) {
      OutputStream out = deaf.getOutputStream();
      attackers.submit(() -> flood(out, pings.done(), sent));
      for (int i = 0; i < 200; i++) {
        watch.exchange();
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertThat(directMemory()).as("direct memory").isLessThan(64 * MEGABYTE);
    }
    watch.exchange();
  }

  private static Thread brokerThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("margay-bus-mqtt"))
        .findFirst()
        .orElseThrow();
  }

  private static long heapInUse() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}

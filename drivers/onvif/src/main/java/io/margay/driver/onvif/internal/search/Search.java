package io.margay.driver.onvif.internal.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DiscoverySink;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.Settings;
import io.margay.driver.onvif.internal.soap.ElementReader;
import io.margay.driver.onvif.internal.soap.Envelope;
import io.margay.driver.onvif.internal.soap.Tag;
import io.margay.driver.onvif.internal.soap.XmlException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Looks for cameras: asks all that listen to WS-Discovery's multicast address, or each address of
 * ranges by itself, which goes through routers too.
 *
 * <p>The request may have {@code addresses}, {@code interface}, {@code port} and {@code timeout}.
 */
public final class Search {
  private static final int PORT = 3702;
  private static final String GROUP = "239.255.255.250";
  private static final long MOST_ADDRESSES = 65_536;
  private static final int LARGEST_DATAGRAM = 65_507;
  private static final int USUAL_MILLIS = 3000;
  private static final long PAUSE_EVERY = 50;
  private static final List<String> TYPES = List.of("dn:NetworkVideoTransmitter", "tds:Device");

  private final List<AddressRange> ranges;
  private final String networkInterface;
  private final int port;
  private final Duration patience;
  private final ElementReader reader = new ElementReader();

  private Search(List<AddressRange> ranges, String networkInterface, int port, Duration patience) {
    this.ranges = ranges;
    this.networkInterface = networkInterface;
    this.port = port;
    this.patience = patience;
  }

  /** Reads a request. */
  public static Search of(Map<String, Object> wanted, Consumer<Problem> problems) {
    Settings given = new Settings("", wanted, problems);
    String addresses = given.text(List.of("addresses")).orElse("");
    List<AddressRange> ranges = addresses.isEmpty() ? List.of() : AddressRange.parse(addresses);
    long count = ranges.stream().mapToLong(AddressRange::count).sum();
    if (!addresses.isEmpty() && (count == 0 || count > MOST_ADDRESSES)) {
      given.complain(
          "addresses",
          "up to 65536 addresses such as 10.0.0.0/24, 10.0.0.1-10.0.0.99 or 10.0.0.7,10.0.0.9");
    }
    return new Search(
        ranges,
        given.text(List.of("interface")).orElse(""),
        (int) given.integerOr(PORT, 1, 65_535, "port"),
        Duration.ofMillis(given.integerOr(USUAL_MILLIS, 100, 60_000, "timeout")));
  }

  /** Asks twice, since datagrams get lost, and gathers answers until their time is over. */
  public void run(DiscoverySink found, Deadline deadline) throws DriverException {
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        Selector selector = Selector.open()) {
      channel.bind(new InetSocketAddress(0));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      for (String type : TYPES) {
        ask(channel, type, () -> gather(channel, selector, found, Duration.ofMillis(5), deadline));
        gather(channel, selector, found, patience.dividedBy(TYPES.size()), deadline);
      }
    } catch (IOException e) {
      throw new DriverException("the search failed: " + e.getMessage(), e);
    }
  }

  private void ask(DatagramChannel channel, String type, Pause pause)
      throws IOException, DriverException {
    if (ranges.isEmpty()) {
      for (NetworkInterface one : interfaces()) {
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, one);
        send(channel, type, new InetSocketAddress(GROUP, port));
      }
      return;
    }
    long asked = 0;
    for (AddressRange range : ranges) {
      for (long i = 0; i < range.count(); i++) {
        send(channel, type, new InetSocketAddress(InetAddress.getByAddress(range.at(i)), port));
        asked++;
        if (asked % PAUSE_EVERY == 0) {
          pause.take();
        }
      }
    }
  }

  /** Time for the network, and for answers, between many questions. */
  @FunctionalInterface
  private interface Pause {
    void take() throws IOException, DriverException;
  }

  private List<NetworkInterface> interfaces() throws IOException {
    if (!networkInterface.isEmpty()) {
      NetworkInterface named = NetworkInterface.getByName(networkInterface);
      if (named == null) {
        throw new IllegalArgumentException("there is no network interface " + networkInterface);
      }
      return List.of(named);
    }
    List<NetworkInterface> able = new ArrayList<>();
    for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (one.isUp() && one.supportsMulticast() && !one.isLoopback()) {
        able.add(one);
      }
    }
    return able;
  }

  /** One that cannot be reached from here is no reason not to ask the others. */
  private static void send(DatagramChannel channel, String type, InetSocketAddress to) {
    try {
      channel.send(ByteBuffer.wrap(probe(type).getBytes(UTF_8)), to);
    } catch (IOException unreachable) {
      return;
    }
  }

  private static String probe(String type) {
    List<Tag> headers =
        List.of(
            Tag.of("a:Action", "http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe"),
            Tag.of("a:MessageID", "urn:uuid:" + UUID.randomUUID()),
            Tag.of("a:To", "urn:schemas-xmlsoap-org:ws:2005:04:discovery"));
    return new Envelope(headers, Tag.of("d:Probe", Tag.of("d:Types", type))).text();
  }

  private void gather(
      DatagramChannel channel,
      Selector selector,
      DiscoverySink found,
      Duration time,
      Deadline deadline)
      throws IOException, DriverException {
    Deadline end = Deadline.in(time);
    ByteBuffer datagram = ByteBuffer.allocate(LARGEST_DATAGRAM);
    while (!end.hasPassed() && !deadline.hasPassed()) {
      selector.select(Math.max(1, Math.min(end.remainingMillis(), deadline.remainingMillis())));
      selector.selectedKeys().clear();
      if (Thread.currentThread().isInterrupted()) {
        throw new DriverException("the search was interrupted");
      }
      datagram.clear();
      if (channel.receive(datagram) instanceof InetSocketAddress sender) {
        datagram.flip();
        byte[] answer = new byte[datagram.remaining()];
        datagram.get(answer);
        take(answer, sender.getAddress().getHostAddress(), found);
      }
    }
  }

  private void take(byte[] answer, String sender, DiscoverySink found) {
    try {
      ProbeMatch.in(reader.read(answer), sender).forEach(found::found);
    } catch (XmlException nothingToUs) {
      return;
    }
  }
}

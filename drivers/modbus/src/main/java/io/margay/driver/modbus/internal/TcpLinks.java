package io.margay.driver.modbus.internal;

import java.util.HashMap;
import java.util.Map;

/** The links that sessions share, each open for as long as a session holds it. */
final class TcpLinks {
  private final Map<Transport.Tcp, Shared> links = new HashMap<>();

  /** A session's hold on a link. */
  final class Lease implements AutoCloseable {
    private final Transport.Tcp address;
    private final TcpLink link;
    private boolean released;

    private Lease(Transport.Tcp address, TcpLink link) {
      this.address = address;
      this.link = link;
    }

    TcpLink link() {
      return link;
    }

    /** Lets go; the last one to do so closes the link. A second call does nothing. */
    @Override
    public void close() {
      synchronized (links) {
        Shared shared = links.get(address);
        if (released || shared == null || shared.link != link) {
          return;
        }
        released = true;
        shared.leases--;
        if (shared.leases > 0) {
          return;
        }
        links.remove(address);
      }
      link.close();
    }
  }

  /** The link to an address, the same for all who hold it at a time. */
  Lease lease(Transport.Tcp address) {
    synchronized (links) {
      Shared shared = links.computeIfAbsent(address, key -> new Shared(new TcpLink(key)));
      shared.leases++;
      return new Lease(address, shared.link);
    }
  }

  /** Closes all of them, whoever holds them. */
  void close() {
    synchronized (links) {
      links.values().forEach(shared -> shared.link.close());
      links.clear();
    }
  }

  /** A link, and how many sessions hold it. */
  private static final class Shared {
    private final TcpLink link;
    private int leases;

    private Shared(TcpLink link) {
      this.link = link;
    }
  }
}

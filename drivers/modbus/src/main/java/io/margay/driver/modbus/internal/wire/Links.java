package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.DriverException;
import java.util.HashMap;
import java.util.Map;

/** The links that sessions share, each open for as long as a session holds it. */
public final class Links {
  private final Map<String, Shared> links = new HashMap<>();

  /** A session's hold on a link. */
  public final class Lease implements AutoCloseable {
    private final String name;
    private final Link link;
    private boolean released;

    private Lease(String name, Link link) {
      this.name = name;
      this.link = link;
    }

    public Link link() {
      return link;
    }

    /** Lets go; the last one to do so closes the link. A second call does nothing. */
    @Override
    public void close() {
      synchronized (links) {
        Shared shared = links.get(name);
        if (released || shared == null || shared.link != link) {
          return;
        }
        released = true;
        shared.leases--;
        if (shared.leases > 0) {
          return;
        }
        links.remove(name);
      }
      link.close();
    }
  }

  /**
   * The link of a transport, the same for all who hold it at a time.
   *
   * @throws DriverException when the wire is held with other settings: a line has one speed
   */
  public Lease lease(Transport transport) throws DriverException {
    synchronized (links) {
      String name = transport.link();
      Shared shared =
          links.computeIfAbsent(
              name, key -> new Shared(transport, new Link(transport, System::nanoTime)));
      if (!shared.transport.equals(transport)) {
        throw new DriverException(
            "%s is in use with other settings: %s, this device says %s"
                .formatted(name, shared.transport, transport));
      }
      shared.leases++;
      return new Lease(name, shared.link);
    }
  }

  /** Closes all of them, whoever holds them. */
  public void close() {
    synchronized (links) {
      links.values().forEach(shared -> shared.link.close());
      links.clear();
    }
  }

  /** A link, and how many sessions hold it. */
  private static final class Shared {
    private final Transport transport;
    private final Link link;
    private int leases;

    private Shared(Transport transport, Link link) {
      this.transport = transport;
      this.link = link;
    }
  }
}

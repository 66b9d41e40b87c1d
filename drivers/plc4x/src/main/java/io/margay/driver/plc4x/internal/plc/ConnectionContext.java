package io.margay.driver.plc4x.internal.plc;

import io.margay.driver.plc4x.internal.library.Protocol;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The context class loader while PLC4X connects: it is asked for transports, gives ours, and so
 * knows the event loops that are started for this one connection.
 */
final class ConnectionContext extends ClassLoader {
  private static final String TRANSPORTS =
      "META-INF/services/org.apache.plc4x.java.spi.transport.Transport";
  private static final long LONGEST_END_MILLIS = 1000;

  // guarded by itself
  private final List<EventLoopGroup> loops = new ArrayList<>();
  private boolean ended;

  private final Protocol protocol;

  ConnectionContext(ClassLoader loader, Protocol protocol) {
    super(loader);
    this.protocol = protocol;
  }

  /** That of the connection that is being made on this thread. */
  static ConnectionContext current() {
    return (ConnectionContext) Thread.currentThread().getContextClassLoader();
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals(TRANSPORTS)
        ? Collections.enumeration(List.of(ConnectionContext.class.getResource("transports.txt")))
        : super.getResources(name);
  }

  Protocol protocol() {
    return protocol;
  }

  /** Takes charge of an event loop. */
  EventLoopGroup keep(EventLoopGroup loop) {
    boolean late;
    synchronized (loops) {
      loops.add(loop);
      late = ended;
    }
    if (late) {
      endLoops();
    }
    return loop;
  }

  /** Closes the sockets of the event loops that there are, and ends their threads. */
  void endLoops() {
    List<EventLoopGroup> all;
    synchronized (loops) {
      all = List.copyOf(loops);
      loops.clear();
    }
    for (EventLoopGroup loop : all) {
      var unused = loop.shutdownGracefully(0, LONGEST_END_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Ends the event loops, and every one that is still to come. */
  void end() {
    synchronized (loops) {
      ended = true;
    }
    endLoops();
  }
}

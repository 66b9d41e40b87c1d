package io.margay.dmi.grpc.internal.socket;

import io.margay.dmi.grpc.internal.mapper.MapperFile;
import io.margay.dmi.grpc.internal.mapper.Node;
import io.margay.dmi.grpc.internal.mapper.RemoteMapperRow;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts gRPC with the first connection, or at once when mappers are known from before: a node
 * without mappers in other processes loads none of its 2,000 classes.
 */
public final class LazyServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LazyServer.class);

  private final Path path;
  private final Node node;
  private final MapperFile file;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable DmiServer server;
  private boolean closed;

  public LazyServer(Path path, Node node, MapperFile file) {
    this.path = path;
    this.node = node;
    this.file = file;
  }

  /** Starts now if mappers are known from before. */
  public void startIfKnown() {
    if (file.exists()) {
      lock.lock();
      try {
        started();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Serves a connection. */
  public void serve(SocketChannel connection) {
    lock.lock();
    try {
      if (closed) {
        connection.close();
      } else {
        started().serve(connection);
      }
    } catch (IOException e) {
      LOG.debug("a connection was not closed", e);
    } finally {
      lock.unlock();
    }
  }

  private DmiServer started() {
    if (server == null) {
      long begun = System.nanoTime();
      server = new DmiServer(path, node, file);
      LOG.info("mappers are served on {}; gRPC took {} ms", path, millisSince(begun));
    }
    return server;
  }

  private static long millisSince(long begun) {
    return (System.nanoTime() - begun) / 1_000_000;
  }

  /** The mappers, as the shell shows them. */
  public List<RemoteMapperRow> mappers() {
    lock.lock();
    try {
      return server == null ? List.of() : server.mappers().rows();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a mapper; gives whether it was known. */
  public boolean forget(String name) {
    lock.lock();
    try {
      return server != null && server.mappers().forget(name);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (server != null) {
        server.close();
      }
    } finally {
      lock.unlock();
    }
  }
}

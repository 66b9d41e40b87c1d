package io.margay.cri.internal;

import io.margay.cri.internal.rpc.CriConnection;
import io.margay.cri.internal.rpc.CriMethods;
import io.margay.cri.internal.stream.StreamDialer;
import io.margay.cri.internal.translate.EngineMessages;
import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.EngineInfo;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An engine that answered, with the one thread and the connections that it is reached by. */
public final class CriSession implements AutoCloseable {
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);
  private static final Duration STREAM_PATIENCE = Duration.ofSeconds(10);
  private static final long CLOSE_SECONDS = 2;

  private final EventLoopGroup loop;
  private final CriConnection connection;
  private final CriEngine engine;
  private final EngineInfo info;

  /**
   * Connects, and asks who answers.
   *
   * @throws EngineException when nobody does who speaks CRI v1
   */
  public CriSession(Path socket, CriLimits limits) {
    loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("margay-cri-io", true), NioIoHandler.newFactory());
    connection = new CriConnection(socket, loop);
    engine =
        new CriEngine(
            connection, new StreamDialer(loop, limits.streamHosts(), STREAM_PATIENCE), limits);
    try {
      info =
          EngineMessages.info(
              connection.call(
                  CriMethods.VERSION, Cri.VersionRequest.getDefaultInstance(), FIRST_ANSWER));
    } catch (EngineException e) {
      close();
      throw e;
    }
  }

  /** Usable until {@link #close()}, whether the engine is there or restarts. */
  public ContainerEngine engine() {
    return engine;
  }

  /** Who answered. */
  public EngineInfo info() {
    return info;
  }

  @Override
  public void close() {
    connection.close();
    loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}

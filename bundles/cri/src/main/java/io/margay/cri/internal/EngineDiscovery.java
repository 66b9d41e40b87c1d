package io.margay.cri.internal;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the socket of an engine, and publishes the engine once it answers.
 *
 * <p>While there is no socket, this is a thread that sleeps: nothing of gRPC is loaded. Once an
 * engine has answered the thread ends and the service stays, whether the engine goes on answering
 * or not: it may be restarting, and its containers live.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = "io.margay.cri")
@Designate(ocd = CriConfig.class)
public final class EngineDiscovery {
  private static final Logger log = LoggerFactory.getLogger(EngineDiscovery.class);

  /** Before engines that need no daemon. */
  private static final int RANKING = 100;

  private static final Duration STOP_TIME = Duration.ofSeconds(5);

  private final BundleContext context;
  private final List<Path> sockets;
  private final Duration interval;
  private final CriLimits limits;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::look, "margay-cri-discovery");

  /** Of the looking thread: what was wrong with a socket when it was logged. */
  private final Map<Path, String> complaints = new HashMap<>();

  private volatile @Nullable Published published;

  @Activate
  public EngineDiscovery(BundleContext context, CriConfig config) {
    this.context = context;
    sockets = words(config.sockets()).map(Path::of).toList();
    interval = Duration.ofMillis(config.lookMillis());
    limits =
        new CriLimits(
            Duration.ofSeconds(config.timeoutSeconds()),
            Duration.ofSeconds(config.pullTimeoutSeconds()),
            words(config.streamHosts()).collect(Collectors.toSet()));
    thread.setDaemon(true);
    thread.start();
  }

  private static Stream<String> words(String list) {
    return Stream.of(list.split(",", -1)).map(String::strip).filter(word -> !word.isEmpty());
  }

  private void look() {
    try {
      do {
        for (Path socket : sockets) {
          if (Files.exists(socket) && publish(socket)) {
            return;
          }
        }
      } while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      // The thread ends, which is all that was wanted.
    }
  }

  private boolean publish(Path socket) {
    try {
      CriSession session = new CriSession(socket, limits);
      log.info("containers: {} {} at {}", session.info().name(), session.info().version(), socket);
      published =
          new Published(
              session,
              context.registerService(
                  ContainerEngine.class,
                  session.engine(),
                  FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, RANKING))));
      return true;
    } catch (EngineException e) {
      String complaint = String.valueOf(e.getMessage());
      if (stop.getCount() > 0 && !complaint.equals(complaints.put(socket, complaint))) {
        log.warn(
            "no containers yet: {} does not answer as CRI v1; trying again every {} ms: {}",
            socket,
            interval.toMillis(),
            complaint);
      }
      return false;
    }
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    stop.countDown();
    thread.interrupt();
    thread.join(STOP_TIME.toMillis());
    Published engine = published;
    if (engine != null) {
      engine.registration().unregister();
      engine.session().close();
    }
  }

  /** An engine that others may use. */
  private record Published(CriSession session, ServiceRegistration<ContainerEngine> registration) {}
}

package io.margay.cri.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.margay.cri.internal.rpc.CriMethods;
import io.margay.cri.internal.rpc.EngineStandIn;
import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineInfo;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;

class EngineDiscoveryTest {
  private static final String GONE = "gone";
  private static final long ENDING_MILLIS = 5_000;

  /** What happened to the service: its ranking when it came, and its going. */
  private final BlockingQueue<Object> services = new LinkedBlockingQueue<>();

  private final BlockingQueue<ContainerEngine> engines = new LinkedBlockingQueue<>();

  @TempDir Path folder;

  @Test
  void anEngineThatComesLaterIsPublishedAndStays() throws Exception {
    EngineDiscovery discovery = looking();
    try (EngineStandIn engine = engine().start()) {
      ContainerEngine published = engines.poll(20, TimeUnit.SECONDS);

      assertThat(services.take()).isEqualTo(100);
      assertThat(published.info()).isEqualTo(new EngineInfo("stand-in", "1"));
    }
    assertThat(services).as("though its socket is gone").isEmpty();

    discovery.deactivate();

    assertThat(services).containsExactly(GONE);
    assertThat(threads()).isEmpty();
  }

  @Test
  void theFirstSocketThatAnswersIsUsed() throws Exception {
    try (EngineStandIn silent = new EngineStandIn(folder.resolve("first.sock")).start();
        EngineStandIn engine = engine().start()) {
      EngineDiscovery discovery = looking();

      assertThat(engines.poll(20, TimeUnit.SECONDS).info().name()).isEqualTo("stand-in");
      discovery.deactivate();
    }
  }

  @Test
  void aSocketThatSpeaksSomethingElseIsAskedAgain() throws Exception {
    CountDownLatch asked = new CountDownLatch(3);
    try (EngineStandIn engine =
        new EngineStandIn(folder.resolve("second.sock"))
            .when(
                CriMethods.VERSION,
                (request, observer) -> {
                  asked.countDown();
                  observer.onError(Status.UNIMPLEMENTED.asException());
                })
            .start()) {
      EngineDiscovery discovery = looking();

      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      discovery.deactivate();
    }
    assertThat(services).isEmpty();
    assertThat(threads()).isEmpty();
  }

  @Test
  void whileThereIsNoSocketNothingIsLeftByStopping() throws Exception {
    EngineDiscovery discovery = looking();

    discovery.deactivate();

    assertThat(services).isEmpty();
    assertThat(threads()).isEmpty();
  }

  private EngineStandIn engine() {
    return new EngineStandIn(folder.resolve("second.sock"))
        .always(
            CriMethods.VERSION,
            Cri.VersionResponse.newBuilder()
                .setRuntimeName("stand-in")
                .setRuntimeVersion("1")
                .build());
  }

  private EngineDiscovery looking() {
    return new EngineDiscovery(
        context(),
        config(" %s, %s".formatted(folder.resolve("first.sock"), folder.resolve("second.sock"))));
  }

  /** Threads that stay: Netty tells the end of a loop from the loop's thread, which then ends. */
  private static List<Thread> threads() throws InterruptedException {
    List<Thread> ours =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("margay-cri-"))
            .toList();
    for (Thread thread : ours) {
      thread.join(ENDING_MILLIS);
    }
    return ours.stream().filter(Thread::isAlive).toList();
  }

  private BundleContext context() {
    return (BundleContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("registerService");
              assertThat(arguments[0]).isEqualTo(ContainerEngine.class);
              services.add(((Dictionary<?, ?>) arguments[2]).get(Constants.SERVICE_RANKING));
              engines.add((ContainerEngine) arguments[1]);
              return registration();
            });
  }

  private ServiceRegistration<?> registration() {
    return (ServiceRegistration<?>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ServiceRegistration.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("unregister");
              services.add(GONE);
              return null;
            });
  }

  private static CriConfig config(String sockets) {
    Map<String, Object> settings =
        Map.of(
            "sockets",
            sockets,
            "lookMillis",
            20L,
            "timeoutSeconds",
            5L,
            "pullTimeoutSeconds",
            5L,
            "streamHosts",
            "");
    return (CriConfig)
        Proxy.newProxyInstance(
            EngineDiscoveryTest.class.getClassLoader(),
            new Class<?>[] {CriConfig.class},
            (proxy, method, arguments) -> settings.get(method.getName()));
  }
}

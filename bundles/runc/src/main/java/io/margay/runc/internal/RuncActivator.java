package io.margay.runc.internal;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.EngineInfo;
import io.margay.runc.internal.container.Conmon;
import io.margay.runc.internal.container.Containers;
import io.margay.runc.internal.container.Execution;
import io.margay.runc.internal.container.OciRuntime;
import io.margay.runc.internal.image.LocalImages;
import io.margay.runc.internal.process.Boot;
import io.margay.runc.internal.process.Programs;
import io.margay.runc.internal.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
 * Offers the engine if conmon and a runtime are installed and no engine behind CRI is, so that pods
 * never move from one to the other by themselves.
 */
@Component(
    immediate = true,
    service = {},
    configurationPid = "io.margay.runc")
@Designate(ocd = RuncConfig.class)
public final class RuncActivator {
  private static final Logger log = LoggerFactory.getLogger(RuncActivator.class);
  private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);
  private static final int PROGRAMS_AT_ONCE = 64;

  private final ThreadPoolExecutor readers =
      new ThreadPoolExecutor(
          0,
          PROGRAMS_AT_ONCE,
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> new Thread(task, "runc-errors"));
  private final @Nullable ServiceRegistration<ContainerEngine> registration;

  @Activate
  public RuncActivator(BundleContext context, RuncConfig config) throws IOException {
    Optional<String> other =
        Arrays.stream(config.yieldTo()).filter(RuncActivator::isThere).findFirst();
    Optional<Path> conmon = Programs.find(config.conmon());
    Optional<Path> runtime =
        Arrays.stream(config.runtimes()).map(Programs::find).flatMap(Optional::stream).findFirst();
    Path state = folder(config.state(), context.getProperty("margay.var"), "runc");
    if (other.isPresent() || conmon.isEmpty() || runtime.isEmpty() || state == null) {
      registration = null;
      log.debug("no pods by runc: {}, conmon {}, runtime {}", other, conmon, runtime);
      return;
    }
    registration =
        context.registerService(
            ContainerEngine.class,
            engine(context, config, conmon.get(), runtime.get(), state),
            FrameworkUtil.asDictionary(
                Map.of(Constants.SERVICE_RANKING, 0, "engine.name", "runc")));
  }

  private RuncEngine engine(
      BundleContext context, RuncConfig config, Path conmonProgram, Path runtimeProgram, Path state)
      throws IOException {
    Programs programs = new Programs(readers);
    Path running = Files.createDirectories(Path.of(config.running()));
    Path images = folder(config.images(), context.getProperty("margay.home"), "images");
    LocalImages store =
        new LocalImages(
            Files.createDirectories(state),
            images == null ? state.resolve("archives") : images,
            List.of(config.plainRegistries()),
            programs);
    Boot boot = Boot.now();
    Clock clock = Clock.systemUTC();
    Sandboxes sandboxes =
        new Sandboxes(
            new Sandboxes.Places(
                state,
                running.resolve("sandboxes"),
                Path.of(config.cniConf()),
                Path.of(config.cniBin())),
            programs,
            boot,
            clock);
    OciRuntime runtime = new OciRuntime(runtimeProgram, running.resolve("state"), programs);
    Conmon conmon = new Conmon(conmonProgram, runtime, running);
    Containers containers = new Containers(state, runtime, conmon, store, sandboxes, boot, clock);
    return new RuncEngine(
        info(programs, runtimeProgram),
        sandboxes,
        containers,
        new Execution(containers, programs),
        store);
  }

  /** Whether another engine is installed, even if it starts later than this node. */
  private static boolean isThere(String socketOrProgram) {
    return socketOrProgram.startsWith("/")
        ? Files.exists(Path.of(socketOrProgram))
        : !socketOrProgram.isBlank() && Programs.find(socketOrProgram).isPresent();
  }

  private static EngineInfo info(Programs programs, Path runtime) {
    String version = programs.run(VERSION_LIMIT, runtime.toString(), "--version");
    String firstLine = version.lines().findFirst().orElse("");
    return new EngineInfo("runc", firstLine.replaceFirst("^\\S+ version ", ""));
  }

  private static @Nullable Path folder(String configured, @Nullable String base, String name) {
    if (!configured.isEmpty()) {
      return Path.of(configured).toAbsolutePath();
    }
    return base == null ? null : Path.of(base).toAbsolutePath().resolve(name);
  }

  @Deactivate
  public void stop() {
    if (registration != null) {
      registration.unregister();
    }
    readers.shutdownNow();
  }
}

package io.margay.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Runs one node: one framework with the bundles of {@code bundle/}, until the process is told to
 * stop or the system bundle is stopped from the shell.
 *
 * <p>Each start begins with an empty bundle cache. Nothing in it is of value (the node's bundles
 * come by reference, drivers come again from {@code deploy/}), and a cache that a power cut has
 * torn can then never keep a node from starting.
 */
final class Launcher {
  private static final String LOGGING_BUNDLE = "io.margay.logging";
  private static final long STOP_MILLIS = 10_000;

  private final Layout layout;
  private final NodeConfig config;
  private final NodeLog log = new NodeLog(System.err);

  /** Held until the process ends, so that "stopped" means that nothing of the node is left. */
  @SuppressWarnings("UnusedVariable") // to be held is all that it is for
  private final NodeLock lock;

  private final ReadyFile readyFile;
  private final long started = System.nanoTime();

  private Launcher(Layout layout, NodeConfig config, NodeLock lock) {
    this.layout = layout;
    this.config = config;
    this.lock = lock;
    this.readyFile = new ReadyFile(layout.readyFile());
  }

  /** Returns when the node has stopped. */
  static ExitCode run(Layout layout) throws CommandException {
    layout.prepare();
    NodeConfig config = NodeConfig.load(layout);
    config.createDropFolders();
    NodeLock lock = NodeLock.acquire(layout);
    try {
      return new Launcher(layout, config, lock).run();
    } catch (IOException | BundleException e) {
      throw new CommandException(
          ExitCode.FAILED, "the node cannot start: %s".formatted(Reason.of(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  private ExitCode run() throws IOException, BundleException, InterruptedException {
    readyFile.delete();
    BundleCache.clear(layout.bundleCache());
    publishSystemProperties();
    Framework framework = newFramework(config.frameworkProperties());
    framework.init();
    BundleContext context = framework.getBundleContext();
    Optional<ArchiveMaker> archive = ArchiveMaker.start(layout, context, log);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> shutDown(framework, archive), "margay-shutdown"));
    BundleJournal journal = new BundleJournal(log);
    context.addFrameworkListener(journal);
    OsgiLogService.publish(context, log);
    List<Bundle> installed = new BundleInstaller(context, log).install(layout.bundles());
    installed.stream()
        .filter(bundle -> LOGGING_BUNDLE.equals(bundle.getSymbolicName()))
        .findFirst()
        .ifPresent(log::attach);
    log.info("margay %s starting as node %s".formatted(version(), config.nodeName()));
    framework.start();
    journal.awaitStarted();
    announce(installed, journal);
    return awaitStop(framework);
  }

  /** The logging bundle reads these. */
  private void publishSystemProperties() {
    System.setProperty("margay.home", layout.home().toString());
    System.setProperty("margay.var", layout.var().toString());
  }

  static Framework newFramework(Map<String, String> properties) {
    return ServiceLoader.load(FrameworkFactory.class)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("lib/org.apache.felix.framework.jar is missing"))
        .newFramework(properties);
  }

  private void announce(List<Bundle> installed, BundleJournal journal) throws IOException {
    long active = installed.stream().filter(bundle -> bundle.getState() == Bundle.ACTIVE).count();
    String shell =
        Files.exists(layout.shellSocket())
            ? "shell: " + layout.home().relativize(layout.shellSocket())
            : "no shell";
    String failures =
        journal.failed().isEmpty() ? "" : ", failed: " + String.join(" ", journal.failed());
    readyFile.write(Instant.now(), active, journal.failed());
    log.info(
        "margay %s ready in %d ms: %d bundles active%s, %s"
            .formatted(version(), ProcessAge.now(started).toMillis(), active, failures, shell));
  }

  private static ExitCode awaitStop(Framework framework) throws InterruptedException {
    FrameworkEvent event = framework.waitForStop(0);
    while (event.getType() == FrameworkEvent.STOPPED_UPDATE) {
      event = framework.waitForStop(0);
    }
    return event.getType() == FrameworkEvent.STOPPED ? ExitCode.OK : ExitCode.FAILED;
  }

  private void shutDown(Framework framework, Optional<ArchiveMaker> archive) {
    log.info("margay stopping");
    readyFile.delete();
    try {
      if (archive.isPresent()) {
        archive.get().stop();
      }
      framework.stop();
      framework.waitForStop(STOP_MILLIS);
      ClassArchive.wanted(log).filter(it -> !it.exists()).ifPresent(ClassArchive::write);
    } catch (BundleException e) {
      log.error("the framework did not stop cleanly: %s".formatted(Reason.of(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static String version() {
    String version = Launcher.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version.replace("-SNAPSHOT", "");
  }
}

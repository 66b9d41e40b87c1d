package io.margay.manifests.internal;

import io.margay.meta.MetaStore;
import io.margay.meta.ResourceSchema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the store in step with the manifests folder while the bundle runs. */
@Component(
    service = ManifestFiles.class,
    configurationPid = "io.margay.manifests",
    immediate = true)
@Designate(ocd = ManifestsConfig.class)
public final class ManifestsFolder implements ManifestFiles {
  private static final Logger log = LoggerFactory.getLogger(ManifestsFolder.class);

  private final List<ResourceSchema> schemas = new CopyOnWriteArrayList<>();
  private final Reconciler reconciler;
  private final Duration poll;
  private final Duration rest;
  private final Semaphore wakes = new Semaphore(0);
  private final AtomicBoolean schemasChanged = new AtomicBoolean();
  private final FolderSignals signals;
  private final Thread thread = new Thread(this::run, "margay-manifests-folder");
  private volatile boolean closed;

  @Activate
  public ManifestsFolder(
      BundleContext context, @Reference MetaStore store, ManifestsConfig config) {
    this(
        folder(context),
        store,
        Duration.ofMillis(Math.max(50, config.poll_millis())),
        Duration.ofMillis(Math.max(1, config.rest_millis())));
  }

  ManifestsFolder(Path path, MetaStore store, Duration poll, Duration rest) {
    this.poll = poll;
    this.rest = rest;
    Clock clock = Clock.systemUTC();
    reconciler = new Reconciler(new Folder(path, rest, clock), store, schemas, clock);
    signals = new FolderSignals(path, wakes::release);
    thread.setDaemon(true);
    thread.start();
  }

  @Deactivate
  public void close() {
    closed = true;
    wakes.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    signals.close();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void bindSchema(ResourceSchema schema) {
    schemas.add(schema);
    schemasChanged.set(true);
    wakes.release();
  }

  public void unbindSchema(ResourceSchema schema) {
    schemas.remove(schema);
  }

  @Override
  public List<FileRow> files() {
    return reconciler.rows();
  }

  private void run() {
    while (!closed) {
      boolean restless = false;
      try {
        restless = reconciler.cycle(schemasChanged.getAndSet(false));
      } catch (RuntimeException e) {
        log.error("The manifests folder is looked at again in {} ms", poll.toMillis(), e);
      }
      await(restless ? rest : poll);
    }
  }

  private void await(Duration most) {
    try {
      if (wakes.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
        wakes.drainPermits();
      }
    } catch (InterruptedException e) {
      log.debug("The folder's thread does not end by an interrupt");
    }
  }

  private static Path folder(BundleContext context) {
    String folder = context.getProperty("margay.manifests");
    return Path.of(folder == null ? "manifests" : folder).toAbsolutePath();
  }
}

package io.margay.mapper.internal.deploy;

import io.margay.mapper.internal.EngineRoom;
import io.margay.mapper.internal.MapperEngine;
import io.margay.mapper.internal.swap.Standing;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.ZipException;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the driver jars among the files of the drop-in folder, and what people ask of drivers in
 * the shell. FileInstall asks it first; what is no driver is left to FileInstall.
 */
@Component(service = DriverDrops.class, immediate = true)
public final class DriverDrops {
  private static final Logger log = LoggerFactory.getLogger(DriverDrops.class);
  private static final int USUAL_START_LEVEL = 25;

  private final @Nullable Running running;

  @Activate
  public DriverDrops(
      BundleContext context,
      @Reference EngineRoom room,
      @Reference MapperEngine engine,
      @Reference DropIns dropIns,
      @Reference ConfigurationAdmin admin) {
    String folder = context.getProperty("margay.deploy");
    String var = context.getProperty("margay.var");
    running =
        folder == null || var == null
            ? null
            : new Running(
                context,
                engine,
                new DeployFolder(Path.of(folder)),
                new DriverDeployment(
                    new DriverBundles(context, startLevel(context)),
                    new DriverShelf(Path.of(var, "drivers")),
                    dropIns.origins(),
                    new EngineSide(engine),
                    room.time(),
                    room.workers(),
                    dropIns.teller()),
                admin);
  }

  private static int startLevel(BundleContext context) {
    String stated = context.getProperty("felix.fileinstall.start.level");
    return stated != null && stated.matches("[1-9][0-9]{0,3}")
        ? Integer.parseInt(stated)
        : USUAL_START_LEVEL;
  }

  @Deactivate
  void deactivate() {
    if (running != null) {
      running.stop();
    }
  }

  /** All editions of the drivers that came from the folder. */
  public List<DriverRow> drivers() {
    return running().deployment.rows();
  }

  /**
   * Does with a jar what a person does who copies it into the folder; says where it went.
   *
   * @throws IllegalArgumentException when it is no driver
   */
  public String update(Path jar) {
    return running().update(jar);
  }

  /** Calls back the version that served before; says which. */
  public String rollBack(String driverOrProtocol) {
    return running().deployment.rollBack(driverOrProtocol);
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("this node has no drop-in folder (margay.deploy)");
    }
    return running;
  }

  /** The engine as the deployment uses it. */
  private record EngineSide(MapperEngine engine) implements DriverTrials.Engine {
    @Override
    public void call(long bundleId) {
      engine.call(bundleId);
    }

    @Override
    public boolean callOff(long bundleId, String reason) {
      return engine.callOff(bundleId, reason);
    }

    @Override
    public Standing standing(long bundleId) {
      return engine.standing(bundleId);
    }

    @Override
    public void refused(String driver, Version version, String reason) {
      engine.refused(driver, version, reason);
    }
  }

  /** What there is while the component lives. */
  private static final class Running implements ArtifactInstaller, BundleListener {
    private final BundleContext context;
    private final MapperEngine engine;
    private final DeployFolder folder;
    private final DriverDeployment deployment;
    private final ServiceRegistration<ArtifactInstaller> registration;
    private final @Nullable Configuration watch;

    Running(
        BundleContext context,
        MapperEngine engine,
        DeployFolder folder,
        DriverDeployment deployment,
        ConfigurationAdmin admin) {
      this.context = context;
      this.engine = engine;
      this.folder = folder;
      this.deployment = deployment;
      Map<String, String> present = folder.drivers();
      deployment.resume(present.keySet(), new HashSet<>(present.values()));
      engine.addSwapListener(deployment);
      context.addBundleListener(this);
      registration = context.registerService(ArtifactInstaller.class, this, null);
      watch = watch(admin);
    }

    private @Nullable Configuration watch(ConfigurationAdmin admin) {
      try {
        return folder.watch(context, admin);
      } catch (IOException e) {
        log.error("{} is not watched: {}", folder.path(), e.toString());
        return null;
      }
    }

    void stop() {
      try {
        if (watch != null) {
          watch.delete();
        }
      } catch (IOException | IllegalStateException e) {
        log.debug("the watch on {} is not ended", folder.path(), e);
      }
      registration.unregister();
      context.removeBundleListener(this);
      engine.removeSwapListener(deployment);
    }

    @Override
    public boolean canHandle(File file) {
      if (!folder.path().equals(file.toPath().toAbsolutePath().normalize().getParent())) {
        return false;
      }
      return DriverJar.isDriver(file.toPath())
          || (deployment.knows(file.getName()) && !DriverJar.isReadable(file.toPath()));
    }

    @Override
    public void install(File file) throws IOException {
      take(file, deployment::appeared);
    }

    @Override
    public void update(File file) throws IOException {
      take(file, deployment::changed);
    }

    /** Half a jar is passed over; it changes once more when it is whole. */
    private static void take(File file, BiConsumer<String, DriverJar> taker) throws IOException {
      try {
        taker.accept(file.getName(), DriverJar.read(file.toPath()));
      } catch (NoDriverException e) {
        log.warn("{}; nothing else is affected", e.getMessage());
      } catch (ZipException notWhole) {
        log.debug("{} is not whole", file, notWhole);
      }
    }

    @Override
    public void uninstall(File file) {
      deployment.left(file.getName());
    }

    @Override
    public void bundleChanged(BundleEvent event) {
      if (event.getType() == BundleEvent.RESOLVED || event.getType() == BundleEvent.INSTALLED) {
        deployment.tryAgain();
      }
    }

    String update(Path path) {
      Path jar = path.toAbsolutePath().normalize();
      try {
        DriverJar read = DriverJar.read(jar);
        if (folder.path().equals(jar.getParent())) {
          Files.setLastModifiedTime(jar, FileTime.fromMillis(System.currentTimeMillis()));
          return told(String.valueOf(jar.getFileName()), read, "is looked at again");
        }
        String file =
            deployment.file(read.name()).orElseGet(() -> String.valueOf(jar.getFileName()));
        if (!file.endsWith(".jar") || file.startsWith(".")) {
          throw new IllegalArgumentException(
              file + ": the name of a driver's file ends in .jar and begins with no dot");
        }
        folder.put(jar, file);
        return told(file, read, "is copied from " + jar);
      } catch (NoDriverException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      } catch (IOException e) {
        throw new IllegalArgumentException(jar + " cannot be used: " + e.getMessage(), e);
      }
    }

    private String told(String file, DriverJar jar, String how) {
      return "%s/%s: %s %s; it is tried beside what serves now, mapper:status shows how far it is"
          .formatted(folder.path().getFileName(), file, jar, how);
    }
  }
}

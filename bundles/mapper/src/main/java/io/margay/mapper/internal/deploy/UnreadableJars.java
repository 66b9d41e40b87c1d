package io.margay.mapper.internal.deploy;

import io.margay.mapper.internal.work.Time;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of files in the drop-in folder that are called {@code *.jar} and are no bundle: FileInstall
 * passes them over without a word. A file is judged once it has stayed as it is from one look to
 * the next, and again when it changes.
 */
final class UnreadableJars {
  private static final Logger log = LoggerFactory.getLogger(UnreadableJars.class);
  private static final long EVERY_MILLIS = 2_000;

  private final Path folder;
  private final Time time;
  private final Executor workers;
  private final DropInWatch.Teller teller;
  private Map<Path, Seen> seen = new HashMap<>();
  private volatile boolean stopped;

  private record Seen(long size, FileTime changed, boolean judged) {
    boolean isSame(Seen other) {
      return size == other.size && changed.equals(other.changed);
    }
  }

  UnreadableJars(Path folder, Time time, Executor workers, DropInWatch.Teller teller) {
    this.folder = folder;
    this.time = time;
    this.workers = workers;
    this.teller = teller;
  }

  void start() {
    time.after(TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS), () -> workers.execute(this::look));
  }

  void stop() {
    stopped = true;
  }

  private void look() {
    if (stopped) {
      return;
    }
    Map<Path, Seen> now = new HashMap<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "[!.]*.jar")) {
      for (Path jar : jars) {
        now.put(jar, judged(jar, seen.get(jar)));
      }
    } catch (IOException e) {
      log.debug("{} cannot be listed: {}", folder, e.toString());
    }
    seen = now;
    start();
  }

  private Seen judged(Path jar, @Nullable Seen before) throws IOException {
    Seen now = new Seen(Files.size(jar), Files.getLastModifiedTime(jar), false);
    if (before == null || !before.isSame(now)) {
      return now;
    }
    if (!before.judged()) {
      mistake(jar)
          .ifPresent(
              what ->
                  teller.bad(
                      folder.getFileName()
                          + "/"
                          + jar.getFileName()
                          + ": "
                          + what
                          + "; nothing else is affected"));
    }
    return new Seen(now.size(), now.changed(), true);
  }

  private static Optional<String> mistake(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest != null
              && manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) != null
          ? Optional.empty()
          : Optional.of("is no bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
    } catch (IOException e) {
      return Optional.of("cannot be read as a jar (" + e.getMessage() + "): was it copied whole?");
    }
  }
}

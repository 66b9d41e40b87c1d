package io.margay.runc.internal.container;

import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.EngineException;
import io.margay.runc.internal.process.Boot;
import io.margay.runc.internal.process.Ids;
import io.margay.runc.internal.process.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of the containers: their records, and what conmon and the kernel say of them. */
final class ContainerStore {
  /** The exit code of a container whose end nobody saw: 128 and SIGKILL. */
  static final int KILLED = 137;

  private final Path folder;
  private final Path exits;
  private final OciRuntime runtime;
  private final Boot boot;

  ContainerStore(Path state, OciRuntime runtime, Boot boot) throws IOException {
    this.folder = Files.createDirectories(state.resolve("containers"));
    this.exits = Files.createDirectories(state.resolve("exits"));
    this.runtime = runtime;
    this.boot = boot;
  }

  Path exits() {
    return exits;
  }

  /** How far a container's life has come, by what lies on the disk and runs. */
  ContainerState state(ContainerRecord record) {
    ContainerFolder files = files(record.id());
    if (files.ended().isPresent() || !record.boot().equals(boot)) {
      return ContainerState.EXITED;
    }
    if (!Conmon.isAlive(files)) {
      bury(files);
      return ContainerState.EXITED;
    }
    return record.started() == null ? ContainerState.CREATED : ContainerState.RUNNING;
  }

  /** A container without conmon has nobody to note its end: it is ended, and that is noted. */
  private void bury(ContainerFolder files) {
    if (files.ended().isEmpty()) {
      runtime.tryRun("kill", "--all", files.id(), "SIGKILL");
      try {
        Files.writeString(files.exit(), Integer.toString(KILLED));
      } catch (IOException e) {
        throw new EngineException.Failed(files.exit() + " cannot be written", e);
      }
    }
  }

  List<ContainerRecord> records() {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .map(path -> record(String.valueOf(path.getFileName())))
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }

  ContainerRecord known(String id) {
    return record(id).orElseThrow(() -> new EngineException.NotFound("no container " + id));
  }

  Optional<ContainerRecord> record(String id) {
    return new JsonFile(files(id).record()).read().map(json -> ContainerRecord.read(id, json));
  }

  void write(ContainerRecord record) {
    new JsonFile(files(record.id()).record()).write(record.toJson());
  }

  ContainerFolder files(String id) {
    return new ContainerFolder(id, folder.resolve(Ids.checked("container", id)), exits);
  }
}

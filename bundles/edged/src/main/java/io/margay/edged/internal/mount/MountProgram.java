package io.margay.edged.internal.mount;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Mounts by {@code mount} and {@code umount}, which every Linux that runs containers has. Java
 * cannot call mount(2) itself, and a library of our own code for each processor would be a second
 * thing to build and to trust.
 */
public final class MountProgram implements Mounts {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LONGEST_COMPLAINT = 500;
  private static final String SAFE = "nosuid,nodev";

  @Override
  public MountTable table() throws IOException {
    return MountTable.read();
  }

  @Override
  public void memory(Path folder, long bytes, int mode) throws IOException {
    String options = "mode=%o,%s".formatted(mode, SAFE) + (bytes > 0 ? ",size=" + bytes : "");
    run("mount", "-t", "tmpfs", "-o", options, "margay", folder.toString());
  }

  @Override
  public void bind(Path source, Path target) throws IOException {
    run("mount", "--bind", source.toString(), target.toString());
  }

  @Override
  public void unmount(Path path) throws IOException {
    run("umount", "-l", path.toString());
  }

  private static void run(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("%s: no end after %d s".formatted(command[0], PATIENCE.toSeconds()));
      }
      if (process.exitValue() != 0) {
        String complaint =
            new String(process.getInputStream().readNBytes(LONGEST_COMPLAINT), UTF_8);
        throw new IOException(
            complaint.isBlank()
                ? "%s: exit code %d".formatted(command[0], process.exitValue())
                : complaint.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(command[0] + " was interrupted");
    } finally {
      process.destroyForcibly();
    }
  }
}

package io.margay.meta.internal;

import io.margay.meta.Change;
import io.margay.meta.MetaException;
import io.margay.meta.MetaStore;
import io.margay.meta.yaml.UnreadableException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shell's backup and restore of the store: {@code meta:export}, {@code meta:import}. */
@Component(
    service = BackupCommands.class,
    property = {
      "osgi.command.scope=meta",
      "osgi.command.function=export",
      "osgi.command.function=import"
    })
public final class BackupCommands {
  /** As much as a node's memory holds besides its work. */
  private static final long MAX_BYTES = 16 << 20;

  private final MetaStore store;
  private final StoreInspector inspector;

  @Activate
  public BackupCommands(@Reference MetaStore store, @Reference StoreInspector inspector) {
    this.store = store;
    this.inspector = inspector;
  }

  /** What {@code meta:export -o} answers. */
  record Exported(String file, int resources, long bytes) {}

  /** What {@code meta:import} answers. */
  record Imported(String file, int resources, int statuses) {}

  @Descriptor("Writes resources as YAML. Example: meta:export -o /root/backup.yaml")
  public Object export(
      CommandSession session,
      @Descriptor("A new file, by its whole path, instead of the screen")
          @Parameter(
              names = {"-o", "--output"},
              absentValue = "")
          String file,
      @Descriptor("With the status of each resource")
          @Parameter(
              names = {"-s", "--status"},
              presentValue = "true",
              absentValue = "false")
          boolean withStatus,
      @Descriptor("Only resources of this kind")
          @Parameter(
              names = {"-k", "--kind"},
              absentValue = "")
          String kind)
      throws IOException {
    return file.isEmpty()
        ? toScreen(session.getConsole(), kind, withStatus)
        : toFile(whole(file), kind, withStatus);
  }

  @Descriptor("Puts all resources of a YAML file, or none. Example: meta:import /root/backup.yaml")
  public Imported _import(@Descriptor("The file, by its whole path") String name)
      throws IOException {
    Path file = whole(name);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(file + ": there is no such file");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IllegalArgumentException(
          file + ": found " + Files.size(file) + " bytes, expected at most " + MAX_BYTES);
    }
    BackupReader backup =
        new BackupReader(() -> Files.newBufferedReader(file, StandardCharsets.UTF_8));
    try {
      List<Change> changes = backup.changes();
      store.apply(changes);
      return new Imported(file.toString(), backup.resources(), changes.size() - backup.resources());
    } catch (UnreadableException e) {
      throw refusal(file, "line " + e.line() + ": " + e.getMessage(), e);
    } catch (MetaException.Invalid e) {
      throw refusal(file, explanation(backup, e), e);
    } catch (MetaException e) {
      throw refusal(file, String.valueOf(e.getMessage()), e);
    }
  }

  private String toScreen(PrintStream screen, String kind, boolean withStatus) throws IOException {
    Writer text = new OutputStreamWriter(screen, StandardCharsets.UTF_8);
    write(text, kind, withStatus);
    text.flush();
    return "";
  }

  private Exported toFile(Path file, String kind, boolean withStatus) throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(file + " exists already, expected the name of a new file");
    }
    boolean whole = false;
    try (channel;
        Writer text = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
      int resources = write(text, kind, withStatus);
      text.flush();
      channel.force(true);
      whole = true;
      return new Exported(file.toString(), resources, channel.size());
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  private int write(Writer text, String kind, boolean withStatus) throws IOException {
    BackupWriter backup = new BackupWriter(text, withStatus);
    inspector.forEach(kind, backup::write);
    return backup.end();
  }

  private static String explanation(BackupReader backup, MetaException.Invalid refusal)
      throws IOException {
    try {
      return backup.explain(refusal);
    } catch (UnreadableException theFileHasChanged) {
      return String.valueOf(refusal.getMessage());
    }
  }

  private static IllegalArgumentException refusal(Path file, String reason, Exception cause) {
    return new IllegalArgumentException(file + ": " + reason + ". Nothing was imported", cause);
  }

  /** The node does not know which folder its caller is in. */
  private static Path whole(String name) {
    try {
      Path file = Path.of(name);
      if (file.isAbsolute()) {
        return file.normalize();
      }
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("\"" + name + "\" is no file name: " + e.getReason(), e);
    }
    throw new IllegalArgumentException(
        "found \"" + name + "\", expected the whole path of a file, such as /root/backup.yaml");
  }
}

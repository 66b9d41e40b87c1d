package io.margay.meta.internal;

import io.margay.meta.Change;
import io.margay.meta.MetaException.Unavailable;
import io.margay.meta.MetaStore;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceList;
import io.margay.meta.ResourceSchema;
import io.margay.meta.ResourceType;
import io.margay.meta.Selector;
import io.margay.meta.Watch;
import io.margay.meta.WatchListener;
import io.margay.sqlite.DatabaseException;
import io.margay.sqlite.DatabaseFile;
import io.margay.sqlite.GroupWriter;
import io.margay.sqlite.Readers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The resource store in {@code ${margay.var}/meta/meta.db}. */
@Component(
    service = {MetaStore.class, StoreInspector.class},
    configurationPid = "io.margay.meta",
    immediate = true)
@Designate(ocd = MetaConfig.class)
public final class SqliteMetaStore implements MetaStore, StoreInspector {
  private static final int READERS = 4;
  private static final int MOST_WAITING = 1024;

  private final List<ResourceSchema> schemas = new CopyOnWriteArrayList<>();
  private final DatabaseFile file;
  private final ReadSessions reads;
  private final Door door;
  private final Watches watches;
  private final GroupWriter<WriteSession> writer;

  @Activate
  public SqliteMetaStore(BundleContext context, MetaConfig config) {
    this(
        var(context),
        StoreLimits.of(config.max_file_mib(), config.deletions_kept()),
        Clock.systemUTC());
  }

  /** Opens the store below a folder that belongs to the machine. */
  public SqliteMetaStore(Path var, StoreLimits limits, Clock clock) {
    file =
        new DatabaseFile(
            var.resolve("meta/meta.db"), var.resolve("tmp"), limits.maxFileMib(), Tables.SCHEMA);
    reads = new ReadSessions(new Readers<>(file, READERS, ReadSession::new));
    door = new Door(schemas, this::get);
    watches = new Watches(reads, limits);
    writer =
        GroupWriter.start(
            file,
            "margay-meta-writer",
            MOST_WAITING,
            sql -> new WriteSession(sql, clock, limits.deletionsKept(), watches),
            new FileReporter(file.path(), watches::opened),
            clock);
  }

  @Deactivate
  public void close() {
    watches.close();
    reads.close();
    writer.close();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void bindSchema(ResourceSchema schema) {
    schemas.add(schema);
  }

  public void unbindSchema(ResourceSchema schema) {
    schemas.remove(schema);
  }

  @Override
  public Optional<Resource> get(ResourceKey key) {
    return reads.read(session -> session.get(key), Optional.empty());
  }

  @Override
  public ResourceList list(ResourceType type, Selector selector) {
    return reads.read(session -> session.list(type, selector), new ResourceList(List.of(), 0));
  }

  @Override
  public List<Optional<Resource>> apply(List<? extends Change> changes) {
    if (changes.isEmpty()) {
      return List.of();
    }
    List<CheckedChange> checked = door.check(changes);
    try {
      return writer.call(session -> session.applyBatch(checked));
    } catch (DatabaseException e) {
      throw new Unavailable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Watch watch(
      ResourceType type, Selector selector, long fromRevision, WatchListener listener) {
    return watches.open(type, selector, fromRevision, listener);
  }

  @Override
  public List<ReadSession.Kind> kinds() {
    return reads.read(ReadSession::kinds, List.of());
  }

  @Override
  public void forEach(String kind, Visitor visitor) throws IOException {
    try {
      reads.read(session -> session.forEach(kind, visitor), 0);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getCause());
    }
  }

  @Override
  public StoreReport check() {
    DatabaseException problem = file.problem();
    String writing = problem == null ? "ok" : String.valueOf(problem.getMessage());
    return reads.read(
        session ->
            report(
                writing,
                session.integrity(),
                session.head().revision(),
                session.kinds().stream().mapToLong(ReadSession.Kind::resources).sum(),
                session.deletions()),
        report(writing, "no file", 0, 0, 0));
  }

  private StoreReport report(
      String writing, String integrity, long revision, long resources, long deletions) {
    return new StoreReport(
        file.path().toString(),
        writing,
        integrity,
        Tables.SCHEMA.version(),
        revision,
        resources,
        deletions,
        file.bytes(),
        file.logBytes(),
        watches.count());
  }

  private static Path var(BundleContext context) {
    String var = context.getProperty("margay.var");
    return Path.of(var == null ? "var" : var).toAbsolutePath();
  }
}

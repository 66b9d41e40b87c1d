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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resource store in {@code ${margay.var}/meta/meta.db}. */
@Component(
    service = {MetaStore.class, StoreInspector.class},
    configurationPid = "io.margay.meta",
    immediate = true)
@Designate(ocd = MetaConfig.class)
public final class SqliteMetaStore implements MetaStore, StoreInspector {
  private static final Logger log = LoggerFactory.getLogger(SqliteMetaStore.class);

  private final List<ResourceSchema> schemas = new CopyOnWriteArrayList<>();
  private final Database database;
  private final ReadSessions reads;
  private final Door door;
  private final Watches watches;
  private final GroupCommitter writer;

  @Activate
  public SqliteMetaStore(BundleContext context, MetaConfig config) {
    this(
        var(context),
        StoreLimits.of(config.max_file_mib(), config.deletions_kept()),
        Clock.systemUTC());
  }

  /** Opens the store below a folder that belongs to the machine. */
  public SqliteMetaStore(Path var, StoreLimits limits, Clock clock) {
    database =
        new Database(
            new StoreFiles(var.resolve("meta")), var.resolve("tmp"), limits.maxFileMib(), clock);
    reads = new ReadSessions(database);
    door = new Door(schemas, this::get);
    watches = new Watches(reads, limits);
    openForWriting();
    writer = new GroupCommitter(database, limits.deletionsKept(), watches);
    writer.start();
  }

  @Deactivate
  public void close() {
    watches.close();
    writer.close();
    reads.close();
    database.close();
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
    return changes.isEmpty() ? List.of() : writer.apply(door.check(changes));
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
  public StoreReport check() {
    String problem = database.problem();
    String writing = problem == null ? "ok" : problem;
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
    StoreFiles files = database.files();
    return new StoreReport(
        files.database().toString(),
        writing,
        integrity,
        Tables.VERSION,
        revision,
        resources,
        deletions,
        files.databaseBytes(),
        files.logBytes(),
        watches.count());
  }

  /** The node goes on without a store that can be written; the database says so in the log. */
  private void openForWriting() {
    try {
      database.writer();
    } catch (Unavailable e) {
      log.debug("Started without writing: {}", e.getMessage());
    }
  }

  private static Path var(BundleContext context) {
    String var = context.getProperty("margay.var");
    return Path.of(var == null ? "var" : var).toAbsolutePath();
  }
}

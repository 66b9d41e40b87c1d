package io.margay.dmi.grpc.internal.mapper;

import io.grpc.Status;
import io.margay.dmi.DeviceState;
import io.margay.dmi.MapperInfo;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.grpc.internal.kept.KeptMapper;
import io.margay.dmi.grpc.internal.wire.MapperRegisterRequest;
import io.margay.dmi.grpc.internal.wire.MapperRegisterResponse;
import io.margay.dmi.grpc.internal.wire.Twin;
import io.netty.channel.EventLoopGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the mappers in other processes, by their names, and has each of them in the service
 * registry as long as it is known: also while its process is away, since that comes again.
 *
 * <p>Used on the loop alone, but for {@link #rows()} and {@link #forget}.
 */
public final class RemoteMappers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteMappers.class);

  /** A mapper of KubeEdge's framework waits for one second. */
  private static final long LONGEST_WAIT_MILLIS = 700;

  private static final long KEEP_DELAY_MILLIS = 500;
  private static final int MOST_MAPPERS = 100;

  private final Node node;
  private final MapperFile file;
  private final EventLoopGroup group;
  private final ScheduledExecutorService loop;
  private final Map<String, MapperLife> lives = new ConcurrentSkipListMap<>();
  private final Runnable unpublish;
  private boolean keeping;

  /**
   * @param loop the one thread of the group
   */
  public RemoteMappers(
      Node node, MapperFile file, EventLoopGroup group, ScheduledExecutorService loop) {
    this.node = node;
    this.file = file;
    this.group = group;
    this.loop = loop;
    this.unpublish = node.registry().publish(new RemoteAccess(this::all, loop));
  }

  private List<RemoteMapper> all() {
    return lives.values().stream().map(MapperLife::mapper).toList();
  }

  /** Looks for the mappers that were there when the node ended. */
  public void recall() {
    for (KeptMapper kept : file.read()) {
      MapperLife life = life(new MapperInfo(kept.getName(), kept.getVersion(), kept.getProtocol()));
      MapperLife.address(kept)
          .ifPresent(
              address -> {
                begin(life, address, MapperLife.told(kept));
                node.manager()
                    .settled()
                    .thenRunAsync(() -> life.session().ifPresent(MapperSession::start), loop);
              });
    }
  }

  /**
   * Takes a mapper in: from now on it is told of its devices. The answer holds those that it is to
   * have right now.
   *
   * @return completes on the loop; what is not ready in time is told by calls
   */
  public CompletionStage<MapperRegisterResponse> register(MapperRegisterRequest request) {
    if (!request.hasMapper()) {
      throw Status.INVALID_ARGUMENT.withDescription("mapper is missing").asRuntimeException();
    }
    MapperIdentity identity = MapperIdentity.of(request.getMapper());
    MapperInfo info = identity.info();
    if (!lives.containsKey(info.name()) && lives.size() >= MOST_MAPPERS) {
      throw Status.RESOURCE_EXHAUSTED
          .withDescription(MOST_MAPPERS + " mappers are registered, the most that a node takes")
          .asRuntimeException();
    }
    MapperLife life = life(info);
    life.begin(null);
    LOG.info(
        "mapper {} {} for protocol {} has registered, at {}",
        info.name(),
        info.version(),
        info.protocol(),
        identity.address().map(Path::toString).orElse("no address, so that it is not called"));
    CompletableFuture<MapperRegisterResponse> answer = new CompletableFuture<>();
    Runnable answerOnce =
        () -> {
          if (!answer.isDone()) {
            answer.complete(answer(life, identity, request.getWithData()));
          }
        };
    node.manager().settled().thenRunAsync(answerOnce, loop);
    later(LONGEST_WAIT_MILLIS, answerOnce);
    return answer;
  }

  private MapperRegisterResponse answer(
      MapperLife life, MapperIdentity identity, boolean withData) {
    MapperRegisterResponse.Builder response = MapperRegisterResponse.newBuilder();
    Told told = new Told();
    if (withData) {
      Set<NamespacedName> models = new LinkedHashSet<>();
      for (RemoteDevice.Description device : life.mapper().wanted()) {
        if (models.add(device.modelKey())) {
          response.addModelList(device.model());
          told.models().put(device.modelKey(), device.modelFingerprint());
        }
        response.addDeviceList(device.device());
        told.devices().put(device.key(), device.fingerprint());
      }
    }
    identity
        .address()
        .ifPresent(
            address -> {
              begin(life, address, told);
              life.session().ifPresent(MapperSession::start);
            });
    keep();
    return response.build();
  }

  /** Takes values that a mapper reports of a device. */
  public void report(NamespacedName device, List<Twin> twins) {
    serving(device).report(device, twins);
  }

  /** Takes how a mapper says that a device is. */
  public void report(NamespacedName device, DeviceState state) {
    serving(device).report(device, state);
  }

  private RemoteMapper serving(NamespacedName device) {
    for (MapperLife life : lives.values()) {
      if (life.mapper().has(device)) {
        return life.mapper();
      }
    }
    throw Status.NOT_FOUND
        .withDescription(
            "device " + device + " is unknown, or not given to any mapper in another process")
        .asRuntimeException();
  }

  private MapperLife life(MapperInfo info) {
    MapperLife known = lives.get(info.name());
    if (known != null && known.mapper().info().equals(info)) {
      return known;
    }
    if (known != null) {
      known.end();
    }
    RemoteMapper mapper = new RemoteMapper(info, node, () -> lookAt(info.name()));
    MapperLife life = new MapperLife(mapper, node.registry().publish(mapper));
    lives.put(info.name(), life);
    return life;
  }

  private void begin(MapperLife life, Path address, Told told) {
    life.begin(
        new MapperSession(
            life.mapper(),
            address,
            new MapperClient(address, group, loop),
            loop,
            node.clock(),
            told,
            this::keep));
  }

  private void lookAt(String name) {
    loop.execute(() -> Optional.ofNullable(lives.get(name)).ifPresent(MapperLife::look));
  }

  /**
   * Forgets a mapper that will not come again; if it does, it registers.
   *
   * @return whether there was one of that name
   */
  public boolean forget(String name) {
    MapperLife life = lives.remove(name);
    if (life != null) {
      loop.execute(
          () -> {
            life.end();
            keep();
          });
    }
    return life != null;
  }

  /** The mappers, as the shell shows them. */
  public List<RemoteMapperRow> rows() {
    List<RemoteMapperRow> rows = new ArrayList<>();
    for (MapperLife life : lives.values()) {
      RemoteMapper mapper = life.mapper();
      @Nullable MapperSession session = life.session().orElse(null);
      rows.add(
          new RemoteMapperRow(
              mapper.info().name(),
              mapper.info().version(),
              mapper.info().protocol(),
              session == null ? "reports" : session.isConnected() ? "connected" : "away",
              mapper.deviceCount(),
              mapper.reports(),
              mapper.lastReport(),
              session == null ? "" : session.address().toString()));
    }
    return rows;
  }

  private void keep() {
    if (!keeping) {
      keeping = true;
      later(KEEP_DELAY_MILLIS, this::write);
    }
  }

  private void write() {
    keeping = false;
    file.write(lives.values().stream().map(MapperLife::kept).toList());
  }

  /** Lets go of all mappers, and remembers them. */
  @Override
  public void close() {
    write();
    unpublish.run();
    lives.values().forEach(MapperLife::end);
    lives.clear();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the loop logs what a task throws
  private void later(long millis, Runnable task) {
    loop.schedule(task, millis, TimeUnit.MILLISECONDS);
  }
}

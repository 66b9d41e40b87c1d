package io.margay.dmi.grpc.internal.mapper;

import io.grpc.ConnectivityState;
import io.grpc.Status;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.grpc.internal.wire.GetDeviceRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a mapper process: keeps its socket connected, and tells it, one call after another,
 * what it does not know yet.
 *
 * <p>Level-triggered: after each answer, and whenever something changes, what it is to have is
 * compared with what it was told. A call that the process did not get is made again when it is
 * connected; what it refuses is tried again ever more rarely, while all else goes on. When the
 * connection was lost, the process is asked which devices it still has before it is told more.
 *
 * <p>Used on the loop alone.
 */
final class MapperSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MapperSession.class);

  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);
  private static final Duration FIRST_REST = Duration.ofSeconds(2);
  private static final Duration LAST_REST = Duration.ofMinutes(5);

  /** How long a mapper may be out of reach before its devices are said to be unknown. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int MOST_REMOVALS = 3;

  private final RemoteMapper mapper;
  private final Path address;
  private final MapperClient client;
  private final ScheduledExecutorService loop;
  private final Clock clock;
  private final Runnable noted;
  private final Told told;
  private final BackOff connecting = new BackOff(FIRST_RETRY, LAST_RETRY);
  private final Map<StepKey, Rest> rests = new HashMap<>();
  private final List<NamespacedName> doubted = new ArrayList<>();
  private boolean connected;
  private boolean away;
  private boolean busy;
  private boolean closed;
  private String trouble = "";

  /** What a mapper has refused, until when it is left alone, and how often it was tried. */
  private static final class Rest {
    private final BackOff backOff = new BackOff(FIRST_REST, LAST_REST);
    private Instant until = Instant.MIN;
  }

  /**
   * @param told what the process knows already
   * @param doubtful whether it might have forgotten, and is asked first
   * @param noted called when it was told something
   */
  MapperSession(
      RemoteMapper mapper,
      Path address,
      MapperClient client,
      ScheduledExecutorService loop,
      Clock clock,
      Told told,
      boolean doubtful,
      Runnable noted) {
    this.mapper = mapper;
    this.address = address;
    this.client = client;
    this.loop = loop;
    this.clock = clock;
    this.told = told;
    this.noted = noted;
    if (doubtful) {
      doubted.addAll(told.devices().keySet());
    }
  }

  /** Begins to connect. */
  void start() {
    later(GRACE, this::sayIfAway);
    follow();
  }

  Told told() {
    return told;
  }

  Path address() {
    return address;
  }

  boolean isConnected() {
    return connected;
  }

  /** What is wrong; empty when all is well. */
  String trouble() {
    return trouble;
  }

  /** Ends it; nothing more is told. */
  @Override
  public void close() {
    closed = true;
    client.close();
  }

  private void follow() {
    if (closed) {
      return;
    }
    ConnectivityState state = client.connect();
    switch (state) {
      case READY -> ready();
      case TRANSIENT_FAILURE -> {
        lost("cannot be reached");
        later(connecting.failed(), client::connectNow);
      }
      case IDLE -> lost("has closed its socket");
      case CONNECTING, SHUTDOWN -> {}
    }
    client.whenChanged(state, this::follow);
  }

  private void ready() {
    connecting.succeeded();
    connected = true;
    trouble = "";
    if (away) {
      away = false;
      LOG.info("mapper {} at {} is back", mapper.info().name(), address);
    }
    look();
  }

  private void lost(String how) {
    trouble = how;
    if (connected) {
      connected = false;
      doubted.clear();
      doubted.addAll(told.devices().keySet());
      later(GRACE, this::sayIfAway);
    }
  }

  private void sayIfAway() {
    if (!connected && !away) {
      away = true;
      String why = "mapper %s at %s %s".formatted(mapper.info().name(), address, trouble);
      LOG.warn("{}; trying again until it is back", why);
      mapper.away(why);
    }
  }

  /** Makes the next call, if one is due and none is under way. */
  void look() {
    if (closed || busy || !connected) {
      return;
    }
    if (!doubted.isEmpty()) {
      ask(doubted.remove(doubted.size() - 1));
      return;
    }
    NextStep.of(mapper.wanted(), told, this::rests).ifPresent(this::take);
  }

  private boolean rests(StepKey key) {
    Rest rest = rests.get(key);
    return rest != null && rest.until.isAfter(clock.instant());
  }

  private void ask(NamespacedName device) {
    busy = true;
    client.call(
        DmiMethods.GET_DEVICE,
        GetDeviceRequest.newBuilder()
            .setDeviceName(device.name())
            .setDeviceNamespace(device.namespace())
            .build(),
        this::goOn,
        failure -> {
          if (isOutOfReach(failure)) {
            doubted.add(device);
          } else if (failure.getCode() != Status.Code.UNIMPLEMENTED) {
            told.devices().remove(device);
          }
          goOn(failure);
        });
  }

  private void take(Step step) {
    busy = true;
    step.call()
        .make(
            client,
            () -> {
              took(step);
              goOn();
            },
            failure -> {
              if (isNotNeeded(step, failure)) {
                took(step);
              } else if (!isOutOfReach(failure)) {
                refused(step, failure);
              }
              goOn(failure);
            });
  }

  private void took(Step step) {
    step.note(told);
    noted.run();
    if (rests.remove(step.key()) != null && step.key().isDevice()) {
      mapper.accepted(step.key().name());
    }
  }

  private void refused(Step step, Status failure) {
    Rest rest = rests.computeIfAbsent(step.key(), first -> new Rest());
    Duration wait = rest.backOff.failed();
    rest.until = clock.instant().plus(wait);
    String why =
        "mapper %s refuses %s: %s".formatted(mapper.info().name(), step.method(), reason(failure));
    if (rest.backOff.failures() == 1) {
      LOG.warn("{}: {}; trying again", step.key(), why);
    }
    if (step.forgets() && rest.backOff.failures() >= MOST_REMOVALS) {
      took(step);
    } else if (step.key().isDevice()) {
      mapper.refused(step.key().name(), why, rest.backOff.failures(), rest.until);
    }
    later(wait, this::look);
  }

  private static String reason(Status failure) {
    String said = failure.getDescription();
    return said == null ? failure.getCode().toString() : said.lines().findFirst().orElse(said);
  }

  /** A mapper that knows no models has no method for them. */
  private static boolean isNotNeeded(Step step, Status failure) {
    return !step.key().isDevice() && failure.getCode() == Status.Code.UNIMPLEMENTED;
  }

  /** The process did not get the call, or nobody knows whether it did. */
  private static boolean isOutOfReach(Status failure) {
    return switch (failure.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> true;
      default -> false;
    };
  }

  private void goOn() {
    busy = false;
    look();
  }

  private void goOn(Status failure) {
    busy = false;
    if (isOutOfReach(failure)) {
      later(connecting.failed(), this::look);
    } else {
      look();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the loop logs what a task throws
  private void later(Duration wait, Runnable task) {
    loop.schedule(
        () -> {
          if (!closed) {
            task.run();
          }
        },
        wait.toMillis(),
        TimeUnit.MILLISECONDS);
  }
}

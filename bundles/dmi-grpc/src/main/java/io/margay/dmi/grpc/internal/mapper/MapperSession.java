package io.margay.dmi.grpc.internal.mapper;

import com.google.protobuf.ByteString;
import io.grpc.ConnectivityState;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a mapper process: keeps its socket connected, and tells it, one call after another,
 * what it does not know yet.
 *
 * <p>Level-triggered: after each answer, and whenever something changes, what it is to have is
 * compared with what it was told. A call that the process did not get is made again when it is
 * connected; what it refuses, or does not answer, is tried again ever more rarely, while all else
 * goes on. A connection that is lost takes nothing of what the process knows: one that begins anew
 * registers anew. It is not asked: a mapper of KubeEdge's framework answers {@code GetDevice} with
 * a panic.
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
  private boolean connected;
  private boolean away;
  private boolean busy;
  private boolean closed;
  private String trouble = "";

  /** What a mapper has refused, until when it is left alone, and how often it was tried. */
  private static final class Rest {
    private final @Nullable ByteString refused;
    private final BackOff backOff = new BackOff(FIRST_REST, LAST_REST);
    private Instant until = Instant.MIN;

    private Rest(Step step) {
      refused = step.fingerprint();
    }

    /** Another description of the same device may be taken. */
    private boolean isOf(Step step) {
      return Objects.equals(refused, step.fingerprint());
    }
  }

  /**
   * @param told what the process knows already
   * @param noted called when it was told something
   */
  MapperSession(
      RemoteMapper mapper,
      Path address,
      MapperClient client,
      ScheduledExecutorService loop,
      Clock clock,
      Told told,
      Runnable noted) {
    this.mapper = mapper;
    this.address = address;
    this.client = client;
    this.loop = loop;
    this.clock = clock;
    this.told = told;
    this.noted = noted;
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
    NextStep.of(mapper.wanted(), told, this::rests).ifPresent(this::take);
  }

  private boolean rests(Step step) {
    Rest rest = rests.get(step.key());
    return rest != null && rest.isOf(step) && rest.until.isAfter(clock.instant());
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
              if (isLost(failure)) {
                busy = false;
                later(connecting.failed(), this::look);
                return;
              }
              if (isNotNeeded(step, failure)) {
                took(step);
              } else {
                refused(step, failure);
              }
              goOn();
            });
  }

  private void took(Step step) {
    step.note(told);
    noted.run();
    if (rests.remove(step.key()) == null) {
      return;
    }
    if (step.key().isDevice()) {
      mapper.accepted(step.key().name());
    } else {
      mapper.modelAccepted(step.key().name());
    }
  }

  private void refused(Step step, Status failure) {
    Rest rest =
        rests.compute(
            step.key(),
            (key, before) -> before != null && before.isOf(step) ? before : new Rest(step));
    Duration wait = rest.backOff.failed();
    rest.until = clock.instant().plus(wait);
    String why =
        "mapper %s %s %s: %s"
            .formatted(
                mapper.info().name(),
                failure.getCode() == Status.Code.DEADLINE_EXCEEDED ? "does not answer" : "refuses",
                step.method(),
                reason(failure));
    if (rest.backOff.failures() == 1) {
      LOG.warn("{}: {}; trying again", step.key(), why);
    }
    if (step.forgets() && rest.backOff.failures() >= MOST_REMOVALS) {
      took(step);
    } else if (step.key().isDevice()) {
      mapper.refused(step.key().name(), why, rest.backOff.failures(), rest.until);
    } else {
      mapper.modelRefused(step.key().name(), why, rest.backOff.failures(), rest.until);
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

  /**
   * The connection broke: nobody knows whether the process got the call. While there is one, a
   * failure is the mapper's own word, whatever its code.
   */
  private boolean isLost(Status failure) {
    return switch (failure.getCode()) {
      case UNAVAILABLE, CANCELLED -> client.connect() != ConnectivityState.READY;
      default -> false;
    };
  }

  private void goOn() {
    busy = false;
    look();
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

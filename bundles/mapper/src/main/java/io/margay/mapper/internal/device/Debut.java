package io.margay.mapper.internal.device;

import io.margay.mapper.internal.work.Time;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of a driver that has come without a version before it to be compared with, and whose
 * devices give no good value: once, some time after it has got its first device.
 */
public final class Debut {
  private static final Logger log = LoggerFactory.getLogger(Debut.class);

  private final EngineMapper mapper;
  private final Time time;
  private final Duration patience;
  private volatile Time.@Nullable Alarm alarm;
  private volatile boolean ended;

  /**
   * @param patience how long devices are given to come up with a good value
   */
  public Debut(EngineMapper mapper, Time time, Duration patience) {
    this.mapper = mapper;
    this.time = time;
    this.patience = patience;
  }

  /** Begins to look after it. */
  public void begin() {
    alarm = time.after(Math.max(patience.toNanos(), 1_000_000_000L), this::look);
    if (ended) {
      end();
    }
  }

  /** The driver leaves. */
  public void end() {
    ended = true;
    Time.Alarm coming = alarm;
    if (coming != null) {
      coming.cancel();
    }
  }

  private void look() {
    Optional<String> doubt = mapper.doubt();
    if (doubt.isPresent()) {
      log.warn("{}: {}", mapper.driver(), doubt.get());
    } else if (mapper.devices() == 0) {
      begin();
    }
  }
}

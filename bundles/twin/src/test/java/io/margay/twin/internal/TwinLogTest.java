package io.margay.twin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.NamespacedName;
import io.margay.meta.Change;
import io.margay.meta.Owner;
import io.margay.twin.internal.manifest.ManifestTypes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What people read of the twins when something is amiss: once, and in words. */
class TwinLogTest {
  private static final int DEVICES = 50;

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.margay.twin");
  private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            warnings.add(event.getFormattedMessage());
          }
        }
      };
  private final MemoryMeta meta = new MemoryMeta();
  private final RecordingBus bus = new RecordingBus();
  private DeviceTwins twins;

  @BeforeEach
  void start() {
    appender.start();
    logger.addAppender(appender);
    for (int i = 0; i < DEVICES; i++) {
      meta.apply(
          new Change.Put(
              ManifestTypes.key(ManifestTypes.DEVICE, press(i)),
              Owner.MANIFEST,
              "{\"spec\":{\"deviceModelRef\":{\"name\":\"m\"},\"properties\":[{\"name\":\"p\"}]}}"));
    }
    twins =
        new DeviceTwins(
            meta, bus, new Mappers(), "edge-1", Duration.ofSeconds(5), Clock.systemUTC());
  }

  @AfterEach
  void stop() throws Exception {
    twins.stop();
    logger.detachAppender(appender);
  }

  @Test
  void devicesThatWaitForTheSameThingAreOneLine() throws Exception {
    assertThat(warnings.poll(30, TimeUnit.SECONDS))
        .startsWith(DEVICES + " devices, default/press-")
        .endsWith(" the first: waits for DeviceModel default/m");
    assertThat(warnings).isEmpty();
  }

  @Test
  void aWriteThatFailedIsLeftToTheMapperToTell() throws Exception {
    bus.next("$hw/events/device/default/press-0/state/update/result");
    bus.send(
        "$hw/events/device/default/press-0/twin/update",
        "{\"event_id\":\"e\",\"twin\":{\"p\":{\"expected\":{\"value\":\"5\"}}}}");
    bus.next("$hw/events/device/default/press-0/twin/update/result");

    twins.reportOutcomes(press(0), List.of(new DesiredOutcome("p", "5", "exception 3")));

    assertThat(bus.next("$hw/events/device/default/press-0/twin/update/result"))
        .contains("exception 3");
    assertThat(warnings).noneMatch(line -> line.contains("exception 3"));
  }

  private static NamespacedName press(int number) {
    return new NamespacedName("default", "press-" + number);
  }
}

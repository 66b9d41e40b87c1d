package io.margay.mapper.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.DriverException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What people read when things go wrong: once, and in words. */
class LogTest {
  private final Logger engine = (Logger) LoggerFactory.getLogger("io.margay.mapper");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Bench bench = new Bench();
  private final FakeDriver driver = bench.driver;

  @BeforeEach
  void listen() {
    lines.start();
    engine.setLevel(Level.INFO);
    engine.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    engine.detachAppender(lines);
    engine.setLevel(null);
  }

  @Test
  void aDeviceThatIsAwayForHoursIsToldTwiceOnceWhenItGoesAndOnceWhenItReturns() {
    bench.register(Plant.press().property("speed", PropertyType.INT));
    lines.list.clear();

    driver.onRead =
        () -> {
          throw new DriverException("connection reset");
        };
    bench.seconds(3 * 3_600);
    driver.onRead = FakeDriver.NONE;
    bench.seconds(301);

    assertThat(lines.list).hasSize(2);
    assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(lines.list.get(0).getFormattedMessage())
        .isEqualTo(
            "device line1/press is away: connection reset; trying again in 1.0 s, then at growing"
                + " intervals");
    assertThat(lines.list.get(1).getFormattedMessage())
        .startsWith("device line1/press is back after ");
  }

  @Test
  void aFirstDriverOfWhichNoDeviceGivesAGoodValueIsToldOnce() {
    driver.answers.put("speed", (property, sink) -> sink.bad(property, "exception 2"));
    new Debut(bench.mapper, bench.time, Duration.ofSeconds(30)).begin();
    bench.seconds(100);
    assertThat(lines.list).isEmpty();

    bench.register(Plant.press().property("speed", PropertyType.INT));
    bench.seconds(300);

    assertThat(lines.list)
        .filteredOn(
            line ->
                line.getFormattedMessage()
                    .contains("io.margay.driver.fake 1.0.0: none of its 1 devices"))
        .singleElement()
        .extracting(ILoggingEvent::getLevel)
        .isEqualTo(Level.WARN);
  }

  @Test
  void aDefectOfADriverIsToldOnceWithoutAStackTrace() {
    driver.onOpen =
        () -> {
          throw new NoClassDefFoundError("com/acme/Missing");
        };

    bench.register(Plant.press().property("speed", PropertyType.INT));
    bench.seconds(3_600);

    assertThat(lines.list)
        .filteredOn(line -> line.getFormattedMessage().contains("defect of the driver"))
        .singleElement()
        .satisfies(line -> assertThat(line.getThrowableProxy()).isNull());
    assertThat(lines.list).hasSize(2);
  }

  @Test
  void oldYamlIsRemarkedOnce() {
    Plant plant = Plant.press().cycles("speed", 1_000_000_000, 0).cycles("heat", 500_000_000, 0);

    bench.register(plant);
    bench.register(plant);

    assertThat(lines.list)
        .filteredOn(line -> line.getFormattedMessage().contains("nanoseconds"))
        .hasSize(1);
  }
}

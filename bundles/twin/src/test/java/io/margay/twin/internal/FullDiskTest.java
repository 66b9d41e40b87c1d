package io.margay.twin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.meta.Change;
import io.margay.meta.MetaException;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import io.margay.meta.internal.SqliteMetaStore;
import io.margay.meta.internal.StoreLimits;
import io.margay.twin.internal.manifest.ManifestTypes;
import io.margay.twin.internal.status.StatusStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The twins above the real store, when its file may not grow any more. */
class FullDiskTest {
  private static final NamespacedName PRESS = new NamespacedName("default", "press");
  private static final String DATA = "$ke/events/device/default/press/data/update";
  private static final ResourceType FILLER = new ResourceType("", "v1", "ConfigMap");
  private static final StoreLimits ONE_MEBIBYTE =
      new StoreLimits(1, 100, Duration.ofSeconds(30), Duration.ofSeconds(5), 1000, 256 * 1024);

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.margay.twin");
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          log.add(event.getFormattedMessage());
        }
      };
  private final RecordingBus bus = new RecordingBus();
  private SqliteMetaStore meta;
  private DeviceTwins twins;

  @BeforeEach
  void start(@TempDir Path var) throws Exception {
    appender.start();
    logger.addAppender(appender);
    meta = new SqliteMetaStore(var, ONE_MEBIBYTE, Clock.systemUTC());
    twins =
        new DeviceTwins(
            meta, bus, new Mappers(), "edge-1", Duration.ofMillis(20), Clock.systemUTC());
    put(
        ManifestTypes.DEVICE_MODEL,
        "press-model",
        "\"spec\":{\"protocol\":\"modbus\",\"properties\":[{\"name\":\"text\"}]}");
    put(
        ManifestTypes.DEVICE,
        "press",
        "\"spec\":{\"deviceModelRef\":{\"name\":\"press-model\"},"
            + "\"properties\":[{\"name\":\"text\"}]}");
    await(() -> status().contains("waits for a driver"));
  }

  @AfterEach
  void stop() throws Exception {
    twins.stop();
    meta.close();
    logger.detachAppender(appender);
  }

  @Test
  void valuesFlowOnItIsToldOnceAndCaughtUp() throws Exception {
    List<String> fillers = fill();
    String large = "x".repeat(50_000);

    for (int i = 1; i <= 20; i++) {
      twins.reportSamples(
          PRESS, List.of(new Sample("text", large + i, Quality.GOOD, null, Instant.now(), i)));
      assertThat(bus.next(DATA)).contains(large + i);
      await(() -> told("cannot be kept on disk") > 0);
    }
    assertThat(told("cannot be kept on disk")).isEqualTo(1);
    assertThat(status()).doesNotContain(large);

    for (String filler : fillers) {
      meta.apply(new Change.Delete(new ResourceKey(FILLER, "default", filler), Owner.MANIFEST));
    }

    await(() -> status().contains(large + "20"));
    await(() -> told("kept on disk again") == 1);
    assertThat(told("cannot be kept on disk")).isEqualTo(1);
  }

  /** Fills the file until it takes no more; gives what it was filled with. */
  private List<String> fill() {
    List<String> fillers = new ArrayList<>();
    for (int size = 64 * 1024; size >= 1024; size /= 2) {
      try {
        while (true) {
          String name = "filler-" + fillers.size();
          put(FILLER, name, "\"data\":{\"text\":\"" + "x".repeat(size) + "\"}");
          fillers.add(name);
        }
      } catch (MetaException.Unavailable e) {
        assertThat(fillers).isNotEmpty();
      }
    }
    return fillers;
  }

  private void put(ResourceType type, String name, String fields) {
    meta.apply(
        new Change.Put(
            new ResourceKey(type, "default", name),
            Owner.MANIFEST,
            "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{\"namespace\":\"default\",\"name\":\"%s\"},%s}"
                .formatted(type.apiVersion(), type.kind(), name, fields)));
  }

  private String status() {
    return meta.get(new ResourceKey(StatusStore.DEVICE_STATUS, "default", "press"))
        .map(Resource::status)
        .orElse("");
  }

  private long told(String text) {
    return log.stream().filter(line -> line.contains(text)).count();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}

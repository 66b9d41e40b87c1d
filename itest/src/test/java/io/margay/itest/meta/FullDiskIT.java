package io.margay.itest.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.margay.itest.mqtt.MqttPublisher;
import io.margay.itest.mqtt.MqttSubscriber;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import io.margay.itest.support.SmallDisk;
import io.margay.meta.MetaException.Unavailable;
import io.margay.meta.Selector;
import io.margay.meta.internal.SqliteMetaStore;
import io.margay.meta.internal.StoreLimits;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk under the resource store is full to the last byte, and then is not. */
@Timeout(180)
class FullDiskIT {
  private static final String FULL = "the disk is full";

  @Test
  void theStoreRefusesWritesServesReadsAndGoesOnWhenThereIsSpace(@TempDir Path folder)
      throws Exception {
    try (SmallDisk disk = SmallDisk.in(folder.resolve("var"), 4)) {
      SqliteMetaStore store =
          new SqliteMetaStore(disk.folder(), StoreLimits.DEFAULT, Clock.systemUTC());
      try {
        store.apply(Stored.put("before", "x"));
        disk.fill();
        int written = 0;
        Unavailable refusal = null;
        while (refusal == null) {
          int number = written;
          refusal =
              catchThrowableOfType(
                  Unavailable.class,
                  () -> store.apply(Stored.put("thing-" + number, "x".repeat(5000))));
          written += refusal == null ? 1 : 0;
        }

        assertThat(refusal).hasMessageContaining(FULL);
        assertThat(store.check().writing()).contains(FULL);
        assertThat(store.check().integrity()).isEqualTo("ok");
        assertThat(store.get(Stored.key("before"))).isPresent();
        assertThat(store.list(Stored.TYPE, Selector.ALL).items()).hasSize(1 + written);

        disk.empty();
        assertThat(store.apply(Stored.put("after", "x".repeat(5000)))).isPresent();
        assertThat(store.check().writing()).isEqualTo("ok");
        assertThat(store.list(Stored.TYPE, Selector.ALL).items()).hasSize(2 + written);
      } finally {
        store.close();
      }
    }
  }

  @Test
  void theNodeGoesOnWithWhatNeedsNoDiskAndSaysWhy() {
    try (MargayNode node = MargayNode.unpacked("full-disk");
        SmallDisk disk = SmallDisk.in(node.var().resolve("meta"), 4)) {
      node.deploy("modbus.jar", node.driver("modbus"));
      node.start();
      node.apply("before.yaml", device("before"));
      awaitDevice(node, "before");
      try (MqttSubscriber subscriber = MqttSubscriber.to(node.mqttPort(), "plant/#")) {
        int log = node.log().mark();
        disk.fill();
        String waiting = applyUntilFull(node, log);
        Await.until(
            "the reason",
            () -> assertThat(node.shell("manifests:list")).contains(waiting, "waiting"));

        int mark = subscriber.mark();
        new MqttPublisher(node.mqttPort()).publish("plant/speed", "42");
        subscriber.await(mark, "plant/speed", message -> message.payload().equals("42"));
        assertThat(node.shell("meta:check")).contains(FULL);
        assertThat(node.shell("meta:get Device default/before")).contains("owner       manifest");

        disk.empty();
        node.apply("after.yaml", device("after"));
        awaitDevice(node, "after");
        assertThat(node.shell("meta:check")).doesNotContain(FULL);
      }
    }
  }

  /** Answers the file that was not applied any more. */
  private static String applyUntilFull(MargayNode node, int log) {
    for (int i = 0; ; i++) {
      String file = "more-" + i + ".yaml";
      node.apply(file, device("more-" + i));
      Await.until(
          "an answer to " + file,
          () ->
              assertThat(node.log().since(log))
                  .anyMatch(line -> line.contains(FULL) || line.contains(file + ": applied")));
      if (node.log().since(log).stream().anyMatch(line -> line.contains(FULL))) {
        return file;
      }
    }
  }

  private static DeviceYaml device(String name) {
    return DeviceYaml.modbus(name, 1, 1).holding("p", 0);
  }

  private static void awaitDevice(MargayNode node, String name) {
    Await.until(
        name + " in the store",
        () -> assertThat(node.shell("meta:list Device")).contains(" " + name + " "));
  }
}

package io.margay.itest.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node whose device has its samples in two databases; the jars come from {@code extras/push}. */
class DatabasePushIT {
  private final Redis redis = new Redis();
  private final Mariadb mariadb = new Mariadb();
  private final MargayNode node = MargayNode.unpacked("push-databases");

  @AfterEach
  void stop() {
    node.close();
    mariadb.close();
    redis.close();
  }

  @Test
  void samplesAreInBothDatabasesAndNoneIsMissingAfterOneOfThemWasAway() {
    secret("mysql-password", Mariadb.PASSWORD);
    secret("redis", Redis.PASSWORD);
    node.deploy("simulator.jar", node.driver("simulator"));
    node.deploy("redis.jar", node.home().resolve("extras/push/redis.jar"));
    node.deploy("mysql.jar", node.home().resolve("extras/push/mysql.jar"));
    node.apply("tank.yaml", tank());
    node.start();
    awaitRows(5);
    Await.until(
        "samples in Redis",
        () ->
            assertThat(Long.parseLong(redis.ask("ZCARD", "default/tank").get(0))).isGreaterThan(5));

    mariadb.stop();
    long before = sizeInRedis();
    Await.until(
        "samples while MariaDB is away",
        () -> assertThat(sizeInRedis()).isGreaterThan(before + 20));
    mariadb.start();
    List<Long> sequences = awaitRows(before + 30);

    assertThat(sequences)
        .isEqualTo(
            LongStream.range(sequences.get(0), sequences.get(0) + sequences.size())
                .boxed()
                .toList());
    assertThat(node.log().since(0))
        .noneMatch(line -> line.contains(Mariadb.PASSWORD) || line.contains(Redis.PASSWORD));
  }

  private long sizeInRedis() {
    return Long.parseLong(redis.ask("ZCARD", "default/tank").get(0));
  }

  /** Waits for more than so many rows, and returns the numbers of all. */
  private List<Long> awaitRows(long count) {
    return Await.value(
        "more than " + count + " rows",
        () -> {
          List<Long> sequences =
              mariadb
                  .ask("plant", "SELECT sequence FROM `default/tank` ORDER BY time, sequence")
                  .stream()
                  .map(Long::valueOf)
                  .toList();
          assertThat(sequences).hasSizeGreaterThan((int) count);
          return sequences;
        });
  }

  private String tank() {
    String device =
        DeviceYaml.of("tank", "simulator")
            .property("level", "INT", "ReadOnly", Map.of("signal", "counter"))
            .text();
    String push =
        """
              pushMethod:
                dbMethod:
                  redis:
                    redisClientConfig: {addr: "%s", passwordSecret: redis}
                  mysql:
                    mysqlClientConfig: {addr: "%s", database: plant, userName: edge}
              visitors:
        """
            .formatted(redis.address(), mariadb.address());
    return device.replace("      visitors:\n", push);
  }

  private void secret(String name, String value) {
    try {
      Path folder = node.home().resolve("conf/secrets");
      Files.createDirectories(folder);
      Files.createFile(
          folder.resolve(name),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(folder.resolve(name), value + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

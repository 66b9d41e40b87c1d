package io.margay.bus.internal.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker is killed again and again, after a random number of messages, while messages of QoS 1
 * and 2 go through it to a subscriber that is sometimes there and sometimes not.
 *
 * <p>{@code -Dmargay.kill.rounds=200} makes it a long test.
 */
@Timeout(1_200)
class KillTest {
  private static final int ROUNDS = Integer.getInteger("margay.kill.rounds", 8);
  private static final int WINDOW = 20;
  private static final int MOST_WAITING = 3_000;

  private final Random random = new Random(11);
  private final Semaphore pace = new Semaphore(MOST_WAITING);
  private final SteadyPublisher publisher = new SteadyPublisher(pace);
  private final CarefulSubscriber subscriber = new CarefulSubscriber(pace);

  @TempDir Path var;

  @Test
  void whatWasAcknowledgedArrivesInOrderAndQos2Once() throws Exception {
    try (Broker broker = new Broker(var);
        PlainClient client = new PlainClient(broker.port, "subscriber", false)) {
      client.subscribe("line", 2);
      assertThat(client.read().type()).isEqualTo(PlainClient.SUBACK);
    }

    for (int round = 0; round < ROUNDS; round++) {
      playUntilKilled();
    }

    assertThat(publisher.last()).isGreaterThan(ROUNDS);
    pace.drainPermits();
    try (Broker broker = new Broker(var)) {
      try (PlainClient client = new PlainClient(broker.port, "publisher", false)) {
        publisher.run(client, WINDOW);
      }
      try (PlainClient client = new PlainClient(broker.port, "subscriber", false)) {
        subscriber.run(client, publisher.last());
      }
    }
    System.out.printf("%d rounds, %d messages%n", ROUNDS, publisher.last());
    assertThat(subscriber.exactlyOnce).isEqualTo(published(number -> number % 2 == 1));
    assertThat(subscriber.atLeastOnce).isEqualTo(published(number -> number % 2 == 0));
  }

  private List<Integer> published(IntPredicate which) {
    return IntStream.rangeClosed(1, publisher.last()).filter(which).boxed().toList();
  }

  private void playUntilKilled() throws Exception {
    try (Broker broker = new Broker(var)) {
      Thread publishing = start(() -> publish(broker.port));
      Thread subscribing = start(() -> subscribe(broker.port));
      int until = publisher.last() + random.nextInt(400);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1 + random.nextInt(5));
      while (publisher.last() < until && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      broker.close();
      publishing.join();
      subscribing.join();
    }
  }

  private void publish(int port) throws IOException {
    while (true) {
      try (PlainClient client = new PlainClient(port, "publisher", false)) {
        publisher.run(client, WINDOW);
      }
    }
  }

  private void subscribe(int port) throws IOException {
    if (random.nextBoolean()) {
      try (PlainClient client = new PlainClient(port, "subscriber", false)) {
        subscriber.run(client, Integer.MAX_VALUE);
      }
    }
  }

  /** Something that ends when the broker is gone. */
  private interface Doing {
    void run() throws IOException;
  }

  private static Thread start(Doing doing) {
    Thread thread =
        new Thread(
            () -> {
              try {
                doing.run();
              } catch (IOException theBrokerIsGone) {
                return;
              }
            });
    thread.start();
    return thread;
  }

  /** A broker in a process of its own; closing kills it. */
  private static final class Broker implements AutoCloseable {
    final int port;
    private final Process process;

    Broker(Path var) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx96m",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                  "-cp",
                  System.getProperty("java.class.path"),
                  BrokerProcess.class.getName(),
                  var.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      port = Integer.parseInt(String.valueOf(out.readLine()));
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }
}

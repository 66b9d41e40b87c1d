package io.margay.itest.bench;

import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * The node's MQTT broker beside Debian's mosquitto, with the same client program: throughput, delay
 * and memory per idle connection. The two take turns, and the middle of the rounds counts.
 */
final class Mqtt {
  private static final int WARM_UP_SECONDS = 3;
  private static final int PER_SECOND = 1_000;
  private static final int IDLE = 1_000;
  private static final int FEW = 50;

  private Mqtt() {}

  /** So many publishers, so many subscribers. */
  private record Shape(int publishers, int subscribers, int qos) {
    @Override
    public String toString() {
      return "QoS %d  %2d -> %-2d".formatted(qos, publishers, subscribers);
    }
  }

  /** What one round of a shape gave. */
  private record Round(double perSecond, double cpuMicros, long lost) {}

  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    Figures.title(
        "MQTT 3.1.1, %d byte payload, %d rounds of %d s"
            .formatted(LoadClient.PAYLOAD, rounds, seconds));
    try (Broker margay = Broker.margay();
        Broker mosquitto = Broker.mosquitto()) {
      List<Broker> brokers = List.of(margay, mosquitto);
      memory(brokers);
      for (int qos = 0; qos <= 1; qos++) {
        throughput(brokers, new Shape(1, 1, qos), seconds, rounds);
        throughput(brokers, new Shape(1, FEW, qos), seconds, rounds);
        throughput(brokers, new Shape(FEW, 1, qos), seconds, rounds);
      }
      for (int qos = 0; qos <= 1; qos++) {
        delay(brokers, qos, seconds, rounds);
      }
    }
  }

  private static void throughput(List<Broker> brokers, Shape shape, int seconds, int rounds) {
    List<List<Round>> results = List.of(new ArrayList<>(), new ArrayList<>());
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < brokers.size(); i++) {
        results.get(i).add(round(brokers.get(i), shape, seconds));
      }
    }
    double margay = middle(results.get(0), Round::perSecond);
    double mosquitto = middle(results.get(1), Round::perSecond);
    Figures.print(
        "%s  margay %7.0f msg/s %5.1f us CPU each, %d lost | mosquitto %7.0f msg/s %5.1f us CPU"
            + " each, %d lost | %3.0f %%",
        shape,
        margay,
        middle(results.get(0), Round::cpuMicros),
        lost(results.get(0)),
        mosquitto,
        middle(results.get(1), Round::cpuMicros),
        lost(results.get(1)),
        100 * margay / mosquitto);
  }

  private static Round round(Broker broker, Shape shape, int seconds) {
    try (MqttLoad load =
        new MqttLoad(broker.port(), shape.qos(), shape.publishers(), shape.subscribers())) {
      load.flood(WARM_UP_SECONDS, 0);
      long before = broker.figures().cpuMillis();
      MqttLoad.Flow flow = load.flood(0, seconds);
      long cpuMillis = broker.figures().cpuMillis() - before;
      return new Round(flow.perSecond(), cpuMillis * 1000.0 / flow.arrived(), flow.lost());
    }
  }

  private static double middle(List<Round> rounds, ToDoubleFunction<Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static long lost(List<Round> rounds) {
    return rounds.stream().mapToLong(Round::lost).sum();
  }

  private static void delay(List<Broker> brokers, int qos, int seconds, int rounds) {
    List<LongStream.Builder> delays = List.of(LongStream.builder(), LongStream.builder());
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < brokers.size(); i++) {
        try (MqttLoad load = new MqttLoad(brokers.get(i).port(), qos, 1, 1)) {
          LongStream.of(load.pace(PER_SECOND, WARM_UP_SECONDS, seconds))
              .forEach(delays.get(i)::add);
        }
      }
    }
    for (int i = 0; i < brokers.size(); i++) {
      long[] all = delays.get(i).build().sorted().toArray();
      Figures.print(
          "delay at %d msg/s, QoS %d  %-9s  p50 %5.0f us  p99 %5.0f us  most %6.0f us  (n=%d)",
          PER_SECOND,
          qos,
          brokers.get(i).name(),
          at(all, 0.5),
          at(all, 0.99),
          at(all, 1),
          all.length);
    }
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * share))] / 1000.0;
  }

  private static void memory(List<Broker> brokers) throws Exception {
    for (Broker broker : brokers) {
      idle(broker, FEW);
      double none = broker.figures().rssMegabytes();
      double many = idle(broker, IDLE);
      Figures.print(
          "memory  %-9s  VmRSS %5.1f MB with no client, %5.1f MB with %d idle: %5.1f kB each",
          broker.name(), none, many, IDLE, (many - none) * 1024 / IDLE);
    }
  }

  private static double idle(Broker broker, int connections) throws Exception {
    List<LoadClient> clients = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        LoadClient client =
            new LoadClient(selector, broker.port(), "idle-" + i, 256, (buffer, payload) -> {});
        clients.add(client);
        while (client.answers() == 0) {
          selector.select(key -> ((LoadClient) key.attachment()).read(), 100);
        }
      }
      broker.settle();
      return broker.figures().rssMegabytes();
    } finally {
      clients.forEach(LoadClient::close);
      broker.settle();
    }
  }
}

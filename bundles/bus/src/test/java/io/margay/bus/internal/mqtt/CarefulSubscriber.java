package io.margay.bus.internal.mqtt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Takes messages as the protocol wants it, and remembers over connections what it must. */
final class CarefulSubscriber {
  private final Semaphore pace;
  private final Set<Integer> unreleased = new HashSet<>();
  private final Set<Integer> seenOnce = new HashSet<>();
  final List<Integer> atLeastOnce = new ArrayList<>();
  final List<Integer> exactlyOnce = new ArrayList<>();

  /**
   * @param pace given a permit for each message that came for the first time
   */
  CarefulSubscriber(Semaphore pace) {
    this.pace = pace;
  }

  /** Takes messages as long as the connection holds, or until so many have come. */
  void run(PlainClient client, int wanted) throws IOException {
    while (atLeastOnce.size() + exactlyOnce.size() < wanted || !unreleased.isEmpty()) {
      PlainClient.Packet packet = client.read();
      switch (packet.type()) {
        case PlainClient.PUBLISH -> take(client, packet);
        case PlainClient.PUBREL -> {
          unreleased.remove(packet.id());
          client.reply(PlainClient.PUBCOMP, packet.id());
        }
        default -> {}
      }
    }
  }

  private void take(PlainClient client, PlainClient.Packet packet) throws IOException {
    int number = Integer.parseInt(packet.text());
    if (packet.qos() == 2) {
      if (unreleased.add(packet.id())) {
        exactlyOnce.add(number);
        pace.release();
      }
      client.reply(PlainClient.PUBREC, packet.id());
    } else {
      if (seenOnce.add(number)) {
        atLeastOnce.add(number);
        pace.release();
      }
      client.reply(PlainClient.PUBACK, packet.id());
    }
  }
}

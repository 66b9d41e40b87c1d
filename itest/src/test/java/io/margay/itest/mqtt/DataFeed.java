package io.margay.itest.mqtt;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The values of all devices of namespace {@code default}, as an MQTT client sees them arrive. */
public final class DataFeed implements AutoCloseable {
  private final MqttSubscriber subscriber;

  private DataFeed(MqttSubscriber subscriber) {
    this.subscriber = subscriber;
  }

  public static DataFeed on(int port) {
    return new DataFeed(MqttSubscriber.to(port, "$ke/events/device/default/+/data/update"));
  }

  /** A place in the stream of values: what follows it arrives from now on. */
  public int mark() {
    return subscriber.mark();
  }

  /** The values of a property that arrived after a mark. */
  public List<Reading> since(int mark, String device, String property) {
    return subscriber.since(mark).stream()
        .flatMap(message -> Reading.of(message).stream())
        .filter(is(device, property))
        .toList();
  }

  /** Waits for the first good value of a property after a mark. */
  public Reading awaitGood(int mark, String device, String property) {
    return await(mark, device, property, "GOOD", Reading::isGood);
  }

  /** Waits for the first bad value of a property after a mark. */
  public Reading awaitBad(int mark, String device, String property) {
    return await(mark, device, property, "BAD", Reading::isBad);
  }

  /** Waits for the first such value of a property after a mark. */
  public Reading await(
      int mark, String device, String property, String what, Predicate<Reading> wanted) {
    Predicate<Reading> match = is(device, property).and(wanted);
    return first(
            subscriber.await(
                mark,
                "a value of %s/%s that is %s".formatted(device, property, what),
                message -> first(message, match).isPresent()),
            match)
        .orElseThrow();
  }

  /** Waits until so many values of a property have arrived after a mark, and returns them. */
  public List<Reading> awaitCount(int mark, String device, String property, int count) {
    await(
        mark,
        device,
        property,
        "the " + count + "th",
        reading -> since(mark, device, property).size() >= count);
    return since(mark, device, property);
  }

  private static Predicate<Reading> is(String device, String property) {
    return reading -> reading.device().equals(device) && reading.property().equals(property);
  }

  private static Optional<Reading> first(Message message, Predicate<Reading> match) {
    return Reading.of(message).stream().filter(match).findFirst();
  }

  @Override
  public void close() {
    subscriber.close();
  }
}

package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.packet.ProtocolVersion;
import io.margay.bus.internal.packet.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what would go to a client; pumps at once when the test's own thread wakes it. */
final class Wire implements ClientLink {
  final List<String> sent = new ArrayList<>();
  boolean writable = true;
  private final Thread test = Thread.currentThread();

  @Override
  public ClientDetails details() {
    return new ClientDetails("test", ProtocolVersion.MQTT_5, "", 0, Instant.EPOCH);
  }

  @Override
  public boolean writable() {
    return writable;
  }

  @Override
  public boolean publish(
      int packetId, Delivery delivery, @Nullable Duration lifetime, boolean duplicate) {
    sent.add(
        packetId
            + " "
            + delivery.message().payload().asText()
            + " "
            + delivery.qos().level()
            + (lifetime == null ? "" : " for " + lifetime.toSeconds() + " s")
            + (duplicate ? " again" : ""));
    return true;
  }

  @Override
  public void release(int packetId) {
    sent.add("release " + packetId);
  }

  @Override
  public void flush() {}

  @Override
  public void wake(Session session, int waiting) {
    if (Thread.currentThread() == test) {
      session.pump();
    }
  }

  @Override
  public void disconnect(ReasonCode reason) {}
}

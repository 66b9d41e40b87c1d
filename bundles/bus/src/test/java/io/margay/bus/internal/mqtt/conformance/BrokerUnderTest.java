package io.margay.bus.internal.mqtt.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.internal.mqtt.BrokerFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A fresh broker for each test and the raw clients of it. */
final class BrokerUnderTest implements BeforeEachCallback, AfterEachCallback {
  private final List<RawClient> clients = new ArrayList<>();
  private final Supplier<BrokerFixture> opening;
  private BrokerFixture fixture;

  BrokerUnderTest() {
    this(BrokerFixture::new);
  }

  BrokerUnderTest(Supplier<BrokerFixture> opening) {
    this.opening = opening;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    fixture = opening.get();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    clients.forEach(RawClient::close);
    fixture.close();
  }

  int port() {
    return fixture.port();
  }

  int connections() {
    return fixture.connections();
  }

  /** A connection on which nothing was sent. */
  RawClient open(Version version) {
    RawClient client = new RawClient(fixture.port(), version);
    clients.add(client);
    return client;
  }

  /** A client that is let in; its CONNACK is taken. */
  RawClient connect(Version version, String clientId) {
    return connect(version, Connect.as(version, clientId));
  }

  RawClient connect(Version version, Connect connect) {
    RawClient client = open(version).send(connect);
    assertThat(client.expect(PacketType.CONNACK).reason()).isZero();
    return client;
  }

  /** A client whose session outlives its connection. */
  RawClient connectKept(Version version, String clientId) {
    return connect(version, Connect.as(version, clientId).kept());
  }

  /** Ends a connection as a broken cable does, and waits until the broker knows. */
  void lose(RawClient client) throws InterruptedException {
    int before = fixture.connections();
    client.close();
    while (fixture.connections() >= before) {
      Thread.sleep(1);
    }
  }
}

package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.access.Admission;
import io.margay.bus.internal.access.Credentials;
import io.margay.bus.internal.packet.Packet;
import io.margay.bus.internal.packet.Packet.Connect;
import io.margay.bus.internal.packet.ProtocolViolation;
import io.margay.bus.internal.packet.ReasonCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first phase of a connection: understands CONNECT and asks the gatekeeper. While he thinks,
 * nothing more is read from the client.
 */
final class Reception implements Phase {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  private final ClientConnection connection;
  private final BrokerCore broker;

  Reception(ClientConnection connection, BrokerCore broker) {
    this.connection = connection;
    this.broker = broker;
  }

  @Override
  public void take(Packet packet) {
    if (!(packet instanceof Connect connect)) {
      throw ProtocolViolation.protocolError("no CONNECT");
    }
    ConnectRequest request = ConnectRequest.of(connect);
    Credentials credentials =
        new Credentials(
            request.clientId(), request.user(), request.password(), connection.certificate());
    connection.hold();
    broker
        .gatekeeper()
        .admit(credentials)
        .whenComplete(
            (admission, failure) ->
                connection.onItsThread(() -> judged(request, credentials, admission, failure)));
  }

  private void judged(
      ConnectRequest request,
      Credentials credentials,
      @Nullable Admission admission,
      @Nullable Throwable failure) {
    if (connection.ended()) {
      return;
    }
    if (admission instanceof Admission.Granted granted) {
      connection.serve(request, granted);
    } else if (admission instanceof Admission.Refused refused) {
      connection.turnAway(
          refused.badCredentials()
              ? ReasonCode.BAD_USER_NAME_OR_PASSWORD
              : ReasonCode.NOT_AUTHORIZED,
          refused.reason());
    } else {
      LOG.error("MQTT: nobody can say whether {} may come in", credentials, failure);
      connection.turnAway(ReasonCode.SERVER_UNAVAILABLE, "nobody can say who it is");
    }
  }
}

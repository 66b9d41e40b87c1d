package io.margay.bus.internal.mqtt;

import static java.util.Objects.requireNonNull;

import io.margay.bus.internal.access.Permissions;
import org.jspecify.annotations.Nullable;

/**
 * What a client that was let in asks of its session (MQTT 5.0, section 3.1).
 *
 * @param clientId never empty: the broker chose one when the client did not
 * @param user who the client is; empty when nobody asked
 * @param clean whether what was kept of an earlier session is thrown away first
 * @param expirySeconds how long the session is kept after the connection: 0 not at all, {@link
 *     #NEVER} for ever. A client of MQTT 3.1.1 asks for 0 with a clean session, else for ever
 * @param receiveMaximum how many messages of QoS 1 and 2 may be under way to the client; 65,535
 *     when it does not say
 * @param will what to publish when the connection breaks
 * @param permissions what the client may do; they replace those of an earlier connection
 */
record SessionRequest(
    String clientId,
    String user,
    boolean clean,
    long expirySeconds,
    int receiveMaximum,
    @Nullable Will will,
    Permissions permissions) {

  /** The session does not expire. */
  static final long NEVER = 0xFFFF_FFFFL;

  SessionRequest {
    requireNonNull(clientId, "clientId");
    requireNonNull(user, "user");
    requireNonNull(permissions, "permissions");
  }
}

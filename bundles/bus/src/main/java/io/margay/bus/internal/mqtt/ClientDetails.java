package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.packet.ProtocolVersion;
import java.time.Instant;

/**
 * Who is connected, for people.
 *
 * @param user who it proved to be; empty when nobody asked
 * @param since when it was let in
 */
record ClientDetails(
    String address, ProtocolVersion version, String user, int keepAliveSeconds, Instant since) {}

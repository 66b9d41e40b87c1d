package io.margay.bus.internal.packet;

import java.util.OptionalLong;

/**
 * What the broker allows a client (MQTT 5.0, section 3.2.2.3).
 *
 * @param receiveMaximum how many messages of QoS 1 and 2 may be under way from the client
 * @param maxPacketBytes the largest packet it may send
 * @param topicAliasMaximum the highest topic alias it may use
 * @param expirySeconds how long its session is kept, when that is not what it asked for
 * @param assignedClientId the client id the broker chose for it; empty when it has its own
 */
public record Terms(
    int receiveMaximum,
    int maxPacketBytes,
    int topicAliasMaximum,
    OptionalLong expirySeconds,
    String assignedClientId) {}

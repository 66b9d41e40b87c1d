package io.margay.bus.internal.packet;

import io.margay.bus.Message;
import io.margay.bus.QoS;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it goes to one client.
 *
 * @param qos at which it is delivered
 * @param packetId 0 with QoS 0
 * @param lifetime what is left of it; null for ever
 * @param identifiers of the subscriptions that match
 */
public record Outgoing(
    Message message,
    QoS qos,
    int packetId,
    boolean duplicate,
    @Nullable Duration lifetime,
    List<Integer> identifiers) {}

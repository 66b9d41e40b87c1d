package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.access.Gatekeeper;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import java.time.InstantSource;

/** What all connections of a broker share. */
record BrokerCore(
    TopicSpace space,
    Sessions sessions,
    BrokerLimits limits,
    Traffic traffic,
    Complaints complaints,
    Gatekeeper gatekeeper,
    InstantSource clock) {}

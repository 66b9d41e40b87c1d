package io.margay.dmi.grpc.internal.mapper;

import io.margay.dmi.DeviceManager;
import io.margay.dmi.SampleListeners;
import java.time.Clock;

/** What mappers in other processes meet of the node. */
public record Node(
    DeviceManager manager,
    SampleListeners listeners,
    Registry registry,
    PushSide pushes,
    Clock clock) {}

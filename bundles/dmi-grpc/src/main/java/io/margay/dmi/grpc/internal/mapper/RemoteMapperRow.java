package io.margay.dmi.grpc.internal.mapper;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mapper in another process, as the shell shows it.
 *
 * @param state {@code connected}, {@code away}, or {@code reports} for one that takes no calls
 */
public record RemoteMapperRow(
    String mapper,
    String version,
    String protocol,
    String state,
    int devices,
    long reports,
    @Nullable Instant lastReport,
    String address) {}

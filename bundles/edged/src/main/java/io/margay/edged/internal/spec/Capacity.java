package io.margay.edged.internal.spec;

/** How much the pods of this node may use together. */
public record Capacity(long cpuMillis, long memoryBytes, long storageBytes) {}

package io.margay.edged.engine;

/** A disk that holds images, by a path on it, and how much of it they use. */
public record ImageDisk(String path, long usedBytes, long usedInodes) {}

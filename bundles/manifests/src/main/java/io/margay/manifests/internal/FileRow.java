package io.margay.manifests.internal;

/** A row of {@code manifests:list}. */
record FileRow(String file, String status, int resources, String message) {}

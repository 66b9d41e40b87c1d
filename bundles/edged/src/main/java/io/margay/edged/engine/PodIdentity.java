package io.margay.edged.engine;

/** Which pod something belongs to. */
public record PodIdentity(String namespace, String name, String uid) {}

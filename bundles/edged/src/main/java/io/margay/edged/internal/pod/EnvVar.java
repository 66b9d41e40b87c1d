package io.margay.edged.internal.pod;

/** A variable of a container's environment, and where its value comes from. */
public record EnvVar(String name, EnvSource source) {}

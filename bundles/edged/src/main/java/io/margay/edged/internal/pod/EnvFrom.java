package io.margay.edged.internal.pod;

/**
 * All keys of a ConfigMap or Secret as variables.
 *
 * @param prefix stands before each key
 * @param secret whether it is a Secret
 */
public record EnvFrom(String prefix, String name, boolean secret, boolean optional) {}

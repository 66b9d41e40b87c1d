package io.margay.edged.internal.pod;

/** A volume of a pod. Its name is a DNS label, so it is safe as a folder's name. */
public record Volume(String name, VolumeSource source) {}

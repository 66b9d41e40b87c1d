package io.margay.edged.internal.mount;

import java.nio.file.Path;

/**
 * One thing that is mounted.
 *
 * @param root the folder of the file system that is mounted here
 * @param path where
 * @param type {@code tmpfs}, {@code cgroup2} …
 * @param superOptions options of the file system, with commas between
 */
public record MountPoint(String root, Path path, String type, String superOptions) {}

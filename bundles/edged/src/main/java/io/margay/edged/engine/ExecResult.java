package io.margay.edged.engine;

/**
 * How a program inside a container ended.
 *
 * @param output what it wrote to standard output, read as UTF-8 and cut at 16 MiB
 * @param errors what it wrote to standard error, read as UTF-8 and cut at 16 MiB
 */
public record ExecResult(int exitCode, String output, String errors, boolean timedOut) {}

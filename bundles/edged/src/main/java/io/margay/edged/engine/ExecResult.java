package io.margay.edged.engine;

/**
 * How a program inside a container ended.
 *
 * @param output what it wrote to standard output, cut at 16 MiB
 * @param errors what it wrote to standard error, cut at 16 MiB
 */
public record ExecResult(int exitCode, byte[] output, byte[] errors, boolean timedOut) {}

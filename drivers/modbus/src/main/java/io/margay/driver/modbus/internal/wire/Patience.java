package io.margay.driver.modbus.internal.wire;

/**
 * How a device wants to be asked.
 *
 * @param timeoutMillis how long to wait for a connection, and for each answer
 * @param gapMillis the least silence before a request
 */
public record Patience(int timeoutMillis, int gapMillis) {}

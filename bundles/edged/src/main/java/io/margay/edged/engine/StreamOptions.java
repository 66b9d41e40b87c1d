package io.margay.edged.engine;

/**
 * Which streams are joined.
 *
 * @param tty a terminal: its errors come with its output
 */
public record StreamOptions(boolean stdin, boolean stdout, boolean stderr, boolean tty) {}

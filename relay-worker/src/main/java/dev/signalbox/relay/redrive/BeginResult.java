package dev.signalbox.relay.redrive;

/**
 * What an operation begins with.
 *
 * @param end the last letter there is
 */
public record BeginResult(long end) {}

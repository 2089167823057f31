package dev.signalbox.relay;

/**
 * Temporal's task queue of workflows and slices; producers signal to the same one.
 *
 * @param name as configured
 */
public record TaskQueue(String name) {}

package dev.signalbox.relay.sweep;

/**
 * Which outbox is to be swept.
 *
 * @param source the producing system
 * @param databaseId the outbox that the schedule was made for
 */
public record SweepRequest(String source, String databaseId) {}

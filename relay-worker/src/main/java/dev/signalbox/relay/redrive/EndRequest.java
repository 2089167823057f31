package dev.signalbox.relay.redrive;

/**
 * The end of an operation that is not done.
 *
 * @param source the producing system
 * @param databaseId of the outbox that the operator saw
 * @param operationId a UUID
 * @param state cancelled or failed
 */
public record EndRequest(String source, String databaseId, String operationId, String state) {}

package dev.signalbox.relay.redrive;

/**
 * One step of an operation.
 *
 * @param source the producing system
 * @param databaseId of the outbox that the operator saw
 * @param operationId a UUID
 * @param kind word of an {@link OperationKind}
 * @param after the letter behind which it begins
 * @param end the last letter
 * @param limit letters, at most
 */
public record MoveRequest(
    String source,
    String databaseId,
    String operationId,
    String kind,
    LetterSelection selection,
    long after,
    long end,
    int limit) {}

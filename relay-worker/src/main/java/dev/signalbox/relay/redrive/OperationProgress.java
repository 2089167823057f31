package dev.signalbox.relay.redrive;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How an operation stands.
 *
 * @param operationId a UUID
 * @param kind word of an {@link OperationKind}
 * @param state running, done, cancelled or failed
 * @param selected letters there were at the start
 * @param affected letters moved or discarded
 * @param letterId the last one looked at; 0: none yet
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OperationProgress(
    String operationId, String kind, String state, long selected, long affected, long letterId) {}

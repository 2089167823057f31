package dev.signalbox.relay.sweep;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Which outbox is to be swept.
 *
 * @param source the producing system
 * @param databaseId the outbox that the schedule was made for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SweepRequest(String source, String databaseId) {}

package dev.signalbox.relay.redrive;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What an operation begins with.
 *
 * @param end the last letter there is
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BeginResult(long end) {}

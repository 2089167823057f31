package dev.signalbox.relay.sweep;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What a sweep found.
 *
 * @param woken organizations that had due rows and nobody at work
 * @param overdue those of them whose rows have been due for so long that nobody seems to come
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Swept(int woken, int overdue) {}

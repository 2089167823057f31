package dev.signalbox.relay.hold;

import java.time.OffsetDateTime;

/**
 * A source that is held.
 *
 * @param since when it began, which tells this hold from a later one
 * @param reason what the destination answered
 * @param probes how often the credentials were tried since
 * @param probeAt when they are tried next
 * @param probeDue whether that time has come, by the database's clock
 */
public record Held(
    OffsetDateTime since, String reason, int probes, OffsetDateTime probeAt, boolean probeDue) {}

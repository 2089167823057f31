package dev.signalbox.relay.lease;

import dev.signalbox.relay.organization.Disposition;

/**
 * A lease just taken or renewed, and what is to be done with the organization's events.
 *
 * @param disposition as it was then, or 50 ms before at the most
 */
public record Claim(Lease lease, Disposition disposition) {}

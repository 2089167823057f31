package dev.signalbox.relay.lease;

import dev.signalbox.relay.organization.Disposition;

/**
 * A lease just taken, and what is to be done with the organization's events.
 *
 * @param disposition as it was when the statement that took the lease began
 */
public record Claim(Lease lease, Disposition disposition) {}

package dev.signalbox.relay.lease;

import dev.signalbox.contract.OrganizationId;

/**
 * The right to settle an organization's rows. It holds until another attempt takes it, which no
 * holder notices but by its next guarded statement.
 *
 * @param organization whose rows
 * @param token greater than that of any earlier lease; a failover can give a number twice, so the
 *     guard compares the holder too
 * @param holder the attempt that took it
 * @param suspect whether the holder before it never finished
 */
public record Lease(OrganizationId organization, long token, Holder holder, boolean suspect) {}

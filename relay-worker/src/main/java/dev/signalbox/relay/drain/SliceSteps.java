package dev.signalbox.relay.drain;

import dev.signalbox.relay.lease.Leases;

/**
 * The steps of a slice, in their order.
 *
 * @param leases takes and gives back the lease
 * @param reader reads what is due
 * @param dispatch delivers it and judges the endings
 * @param careful does so where the last holder of the lease never finished
 * @param settlements write them down
 * @param linger waits for the next event
 */
record SliceSteps(
    Leases leases,
    OutboxReader reader,
    Dispatch dispatch,
    CarefulDispatch careful,
    Settlements settlements,
    Linger linger) {}

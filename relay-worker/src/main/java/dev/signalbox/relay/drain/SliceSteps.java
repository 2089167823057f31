package dev.signalbox.relay.drain;

import dev.signalbox.relay.lease.Leases;
import dev.signalbox.relay.lease.Paces;

/**
 * The steps of a slice, in their order.
 *
 * @param leases takes and gives back the lease
 * @param paces keep an organization's rate
 * @param reader reads what is due
 * @param dispatch delivers it and judges the endings
 * @param careful does so where the last holder of the lease never finished
 * @param settlements write them down
 * @param linger waits for the next event
 * @param largeEvents has the memory for events that are larger than the slice's share
 * @param ticker says when a lap is over
 */
record SliceSteps(
    Leases leases,
    Paces paces,
    OutboxReader reader,
    Dispatch dispatch,
    CarefulDispatch careful,
    Settlements settlements,
    Linger linger,
    LargeEvents largeEvents,
    Ticker ticker) {}

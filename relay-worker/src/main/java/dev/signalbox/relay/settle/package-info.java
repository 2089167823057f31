/**
 * Writing down how deliveries ended: in come the endings of a batch, out goes one transaction that
 * deletes, postpones or buries each row, if the lease still holds.
 */
@NullMarked
package dev.signalbox.relay.settle;

import org.jspecify.annotations.NullMarked;

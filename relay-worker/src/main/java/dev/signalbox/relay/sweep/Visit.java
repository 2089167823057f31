package dev.signalbox.relay.sweep;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An organization that has rows, as a sweep finds it.
 *
 * @param organization as the table holds it, which may be no valid id
 * @param inOrBeforeStart whether it comes no later than the place where the sweep started
 * @param forgotten whether it may run, has due rows, and nobody is at work
 * @param overdueSince since when a row is due, if it is overdue; null: none is
 */
record Visit(
    String organization,
    boolean inOrBeforeStart,
    boolean forgotten,
    @Nullable Instant overdueSince) {}

/**
 * Dead letters and what operators do with them: in comes a selection, out come lists and counts, or
 * a durable operation that puts the letters back into the outbox or discards them.
 */
@NullMarked
package dev.signalbox.relay.redrive;

import org.jspecify.annotations.NullMarked;

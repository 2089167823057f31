/**
 * Keeping warm organizations warm: in come slices that have run dry, out go those whose
 * organization has a new event, found by one statement per tick for all of them.
 */
@NullMarked
package dev.signalbox.relay.watch;

import org.jspecify.annotations.NullMarked;

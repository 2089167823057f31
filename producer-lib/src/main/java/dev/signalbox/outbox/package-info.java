/**
 * Appends events to the outbox: in goes the caller's connection and what happened, out comes one
 * row per event in the caller's own transaction, and the ids that Svix will know the events by.
 */
@NullMarked
package dev.signalbox.outbox;

import org.jspecify.annotations.NullMarked;

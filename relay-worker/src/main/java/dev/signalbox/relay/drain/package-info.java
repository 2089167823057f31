/**
 * The drain slice, the one activity of the relay: in comes an organization that may have pending
 * events, out comes what became of them and whether more is left.
 */
@NullMarked
package dev.signalbox.relay.drain;

import org.jspecify.annotations.NullMarked;

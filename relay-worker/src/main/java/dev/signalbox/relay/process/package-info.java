/**
 * The worker's process: in go the settings, out comes a relay that runs and can be stopped. Here is
 * every connection that the relay has.
 */
@NullMarked
package dev.signalbox.relay.process;

import org.jspecify.annotations.NullMarked;

/** The deployment: wires the steps of the relay and runs them. */
@NullMarked
package dev.signalbox.relay;

import org.jspecify.annotations.NullMarked;

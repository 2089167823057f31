/**
 * Processes that die at every one of their dealings with the outside. What comes in is a scenario;
 * what goes out is whether the ledger is right after each death.
 */
@NullMarked
package dev.signalbox.relay.crash;

import org.jspecify.annotations.NullMarked;

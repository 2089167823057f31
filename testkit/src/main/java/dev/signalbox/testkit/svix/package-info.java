/**
 * An emulator of Svix's HTTP interface for tests, demos and benchmarks: requests come in over real
 * HTTP, are stored in memory, go out signed to endpoints; a ledger tells what happened and faults
 * can be injected around the commit.
 */
@NullMarked
package dev.signalbox.testkit.svix;

import org.jspecify.annotations.NullMarked;

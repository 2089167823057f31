/**
 * The least that the parts of a relay can be: a workflow that a signal starts, and a drain of rows
 * that have to be read and deleted. What somebody takes beyond them is his own.
 */
@NullMarked
package dev.signalbox.bench.floor;

import org.jspecify.annotations.NullMarked;

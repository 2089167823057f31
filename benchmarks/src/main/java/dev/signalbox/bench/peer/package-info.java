/**
 * Other libraries from append to settled: messages come in as their own callers hand them over, and
 * go out by the one delivery that all of them share.
 */
@NullMarked
package dev.signalbox.bench.peer;

import org.jspecify.annotations.NullMarked;

/**
 * Appending in the caller's transaction: raw SQL as the floor, the peers through their own API, and
 * this project.
 */
@NullMarked
package dev.signalbox.bench.append;

import org.jspecify.annotations.NullMarked;

/**
 * The command {@code signalbox bench}: which benchmarks there are, and what they run on. Everything
 * of the product may be known here, and nothing of the product knows it.
 */
@NullMarked
package dev.signalbox.bench;

import org.jspecify.annotations.NullMarked;

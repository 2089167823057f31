/**
 * Runs contenders side by side and judges them. In come scenarios; out go the figures of every
 * round, and for each target the median ratio with its interval.
 */
@NullMarked
package dev.signalbox.bench.harness;

import org.jspecify.annotations.NullMarked;

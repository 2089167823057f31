/**
 * From the commit to Svix, under arrivals that do not wait for each other: open loops, histograms,
 * and everybody who delivers. In come seeded schedules; out go percentiles of each round.
 */
@NullMarked
package dev.signalbox.bench.latency;

import org.jspecify.annotations.NullMarked;

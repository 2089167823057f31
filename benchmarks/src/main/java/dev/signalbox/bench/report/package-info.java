/**
 * Writes what was measured: JSON with every round, a table for people, plots, and the page of the
 * documentation that is made from the JSON.
 */
@NullMarked
package dev.signalbox.bench.report;

import org.jspecify.annotations.NullMarked;

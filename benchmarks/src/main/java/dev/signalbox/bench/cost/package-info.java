/** What can be counted: statements, WAL, row versions, and Temporal's actions. */
@NullMarked
package dev.signalbox.bench.cost;

import org.jspecify.annotations.NullMarked;

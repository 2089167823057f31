/**
 * The relay in a process of its own, as it is deployed, which tells its memory, its processor time
 * and what it has asked of database and Temporal. In go settings and questions, out come figures.
 */
@NullMarked
package dev.signalbox.bench.worker;

import org.jspecify.annotations.NullMarked;

/** Draining a backlog, beside loops that only send. */
@NullMarked
package dev.signalbox.bench.drain;

import org.jspecify.annotations.NullMarked;

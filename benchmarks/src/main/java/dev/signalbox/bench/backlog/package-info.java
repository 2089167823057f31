/**
 * What a drain costs the database where much lies in the outbox: a backlog of others, or dead rows
 * that a long transaction keeps.
 */
@NullMarked
package dev.signalbox.bench.backlog;

import org.jspecify.annotations.NullMarked;

/**
 * What an organization costs in memory while it drains, and afterwards, beside a bare thread with a
 * request.
 */
@NullMarked
package dev.signalbox.bench.memory;

import org.jspecify.annotations.NullMarked;

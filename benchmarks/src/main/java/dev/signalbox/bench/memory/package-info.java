/**
 * What an organization costs in memory while it drains, and afterwards, beside a bare thread with a
 * request, and beside a bare workflow whose activity makes one.
 */
@NullMarked
package dev.signalbox.bench.memory;

import org.jspecify.annotations.NullMarked;

/** What organizations cost that have been delivered once and have nothing to do since. */
@NullMarked
package dev.signalbox.bench.idle;

import org.jspecify.annotations.NullMarked;

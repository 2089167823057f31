/** What runs in the caller's or the relay's process alone, by JMH in a process of its own. */
@NullMarked
package dev.signalbox.bench.jmh;

import org.jspecify.annotations.NullMarked;

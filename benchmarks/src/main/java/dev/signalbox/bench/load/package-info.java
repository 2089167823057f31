/** Work that comes at given times, whoever is ready for it or not, and how long it took. */
@NullMarked
package dev.signalbox.bench.load;

import org.jspecify.annotations.NullMarked;

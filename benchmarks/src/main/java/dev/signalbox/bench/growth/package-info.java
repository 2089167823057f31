/** How costs grow with organizations, backlog, payload and workers. */
@NullMarked
package dev.signalbox.bench.growth;

import org.jspecify.annotations.NullMarked;

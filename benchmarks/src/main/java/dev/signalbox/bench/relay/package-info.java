/** The product as it is deployed, on connections that count what goes over them. */
@NullMarked
package dev.signalbox.bench.relay;

import org.jspecify.annotations.NullMarked;

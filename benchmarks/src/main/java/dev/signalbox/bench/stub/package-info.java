/** What stands for Svix where Svix must not be the limit. */
@NullMarked
package dev.signalbox.bench.stub;

import org.jspecify.annotations.NullMarked;

/** Healthy organizations beside some that Svix refuses, throttles or lets hang for a while. */
@NullMarked
package dev.signalbox.bench.sick;

import org.jspecify.annotations.NullMarked;

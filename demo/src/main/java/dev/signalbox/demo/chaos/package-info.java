/**
 * The chaos run: producers and workers as processes of their own, everything around them fails by a
 * plan that is drawn from a seed; out comes the comparison of what was committed with what Svix
 * holds.
 */
@NullMarked
package dev.signalbox.demo.chaos;

import org.jspecify.annotations.NullMarked;

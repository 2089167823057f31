/**
 * The code of the README, run for real: what a service writes to append events and to test it, and
 * the test that the README shows nothing else.
 */
@NullMarked
package dev.signalbox.demo.readme;

import org.jspecify.annotations.NullMarked;

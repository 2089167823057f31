/** Nothing: the tests of this module lie in the packages of what they test. */
@NullMarked
package dev.signalbox.concurrency;

import org.jspecify.annotations.NullMarked;

/**
 * Wakes the relay of an organization after a commit: takes organization ids from callers that wait
 * for nothing, and sends Temporal one signal-with-start for as many of them as possible.
 */
@NullMarked
package dev.signalbox.signal;

import org.jspecify.annotations.NullMarked;

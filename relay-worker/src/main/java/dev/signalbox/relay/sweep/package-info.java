/**
 * What heals lost signals: from time to time one statement lists the organizations that have due
 * rows and nobody at work, and they are woken.
 */
@NullMarked
package dev.signalbox.relay.sweep;

import org.jspecify.annotations.NullMarked;

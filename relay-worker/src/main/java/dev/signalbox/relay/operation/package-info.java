/**
 * The record of what operators did: in comes who and why, in the transaction of what they did; out
 * comes the row for whoever asks later.
 */
@NullMarked
package dev.signalbox.relay.operation;

import org.jspecify.annotations.NullMarked;

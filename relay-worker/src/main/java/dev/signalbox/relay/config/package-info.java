/**
 * Configuration: in goes the environment, out comes one typed record per concern, or one message
 * with all that is wrong. Nothing else in the relay reads the environment.
 */
@NullMarked
package dev.signalbox.relay.config;

import org.jspecify.annotations.NullMarked;

/**
 * The one adapter to Svix: in come events by {@link dev.signalbox.relay.deliver.Destination}, out
 * go HTTP requests by the official client. No type of Svix's or of an HTTP client leaves this
 * package.
 */
@NullMarked
package dev.signalbox.relay.svix;

import org.jspecify.annotations.NullMarked;

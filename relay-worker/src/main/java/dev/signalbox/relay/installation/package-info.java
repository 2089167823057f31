/**
 * Whose outbox this is: in comes the source that the worker is configured for, out comes the
 * identity that every workflow is checked against.
 */
@NullMarked
package dev.signalbox.relay.installation;

import org.jspecify.annotations.NullMarked;

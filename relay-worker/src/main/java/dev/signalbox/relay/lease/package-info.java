/**
 * The fencing token of an organization: in comes an attempt that wants to drain, out comes the
 * right to settle until a later attempt takes it, and the flag that tells producers of it.
 */
@NullMarked
package dev.signalbox.relay.lease;

import org.jspecify.annotations.NullMarked;

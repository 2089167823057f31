/**
 * Handing events to the destination: in comes an event of an organization, out comes one of the
 * endings of {@link dev.signalbox.relay.deliver.DeliveryOutcome}.
 */
@NullMarked
package dev.signalbox.relay.deliver;

import org.jspecify.annotations.NullMarked;

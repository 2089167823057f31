/**
 * What differs from one organization to the next: in comes its id, out comes where its events go
 * and how many may be in flight, or why they are held.
 */
@NullMarked
package dev.signalbox.relay.organization;

import org.jspecify.annotations.NullMarked;

/**
 * The hold of the whole source: in comes the suspicion that the destination refuses its
 * credentials, out comes a hold that all workers obey, until a probe is accepted or an operator
 * lifts it.
 */
@NullMarked
package dev.signalbox.relay.hold;

import org.jspecify.annotations.NullMarked;

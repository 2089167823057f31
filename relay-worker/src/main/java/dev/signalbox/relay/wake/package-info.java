/** How the relay itself wakes an organization: what the sweep found, and late attempts. */
@NullMarked
package dev.signalbox.relay.wake;

import org.jspecify.annotations.NullMarked;

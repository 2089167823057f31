/**
 * The workflow of an organization: in come wakes, out go slices, one after the other, until nothing
 * is pending.
 */
@NullMarked
package dev.signalbox.relay.workflow;

import org.jspecify.annotations.NullMarked;

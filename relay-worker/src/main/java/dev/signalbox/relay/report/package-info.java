/**
 * What operators look at: in comes a statement that names its columns as they are to be shown, out
 * come its rows.
 */
@NullMarked
package dev.signalbox.relay.report;

import org.jspecify.annotations.NullMarked;

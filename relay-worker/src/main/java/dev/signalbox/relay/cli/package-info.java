/**
 * The command line: in go arguments, environment and standard input, out come an exit code and, for
 * an error, one line that names what is wrong.
 */
@NullMarked
package dev.signalbox.relay.cli;

import org.jspecify.annotations.NullMarked;

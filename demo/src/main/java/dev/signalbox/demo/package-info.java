/**
 * The program that a newcomer runs: the relay's commands, the demo, the Svix emulator and the stack
 * of containers.
 */
@NullMarked
package dev.signalbox.demo;

import org.jspecify.annotations.NullMarked;

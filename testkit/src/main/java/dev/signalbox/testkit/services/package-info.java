/**
 * The servers that a test, a demo or a benchmark needs: in goes a choice, out come PostgreSQL,
 * Temporal and Svix, each from an address of the environment, a local program, a container or
 * embedded in this JVM.
 */
@NullMarked
package dev.signalbox.testkit.services;

import org.jspecify.annotations.NullMarked;

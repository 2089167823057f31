/**
 * The schema of the outbox: in goes a database and the name of a schema, out comes that schema with
 * the tables that producers and relay agree on. Nothing else in the product holds DDL.
 */
@NullMarked
package dev.signalbox.migrations;

import org.jspecify.annotations.NullMarked;

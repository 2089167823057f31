/** Tests of append: refusals need nothing, what reaches the table needs PostgreSQL. */
@NullMarked
package dev.signalbox.outbox;

import org.jspecify.annotations.NullMarked;

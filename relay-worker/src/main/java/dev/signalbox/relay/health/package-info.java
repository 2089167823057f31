/** Answers an orchestrator's question whether the worker lives and whether it is ready. */
@NullMarked
package dev.signalbox.relay.health;

import org.jspecify.annotations.NullMarked;

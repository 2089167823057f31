package dev.signalbox.testkit.svix;

/** Answers the requests of one route; may throw {@link Refusal}. */
@FunctionalInterface
interface Handler {
  Reply handle(Request request);
}

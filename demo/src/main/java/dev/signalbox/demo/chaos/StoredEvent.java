package dev.signalbox.demo.chaos;

/** A message that Svix holds. */
record StoredEvent(String application, String eventId, String type, String payloadHash) {}

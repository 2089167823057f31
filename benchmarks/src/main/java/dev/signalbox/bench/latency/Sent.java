package dev.signalbox.bench.latency;

/** An event that was committed, and when that should have begun and when it had returned. */
record Sent(Event event, long scheduledMicros, long committedMicros) {}

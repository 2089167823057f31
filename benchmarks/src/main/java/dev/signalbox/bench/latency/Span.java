package dev.signalbox.bench.latency;

import dev.signalbox.bench.stub.Delivery;

/** From when to when a latency is measured. */
enum Span {
  /** What the caller's own transaction takes is no part of it. */
  COMMIT_TO_FIRST_BYTE("from the return of the commit to the first byte at the stub") {
    @Override
    long micros(Sent sent, Delivery delivery) {
      return delivery.firstByteMicros() - sent.committedMicros();
    }
  },
  /** Everything, also the waiting before the commit began. */
  SCHEDULE_TO_ANSWER("from the scheduled begin of the commit to the stub's answer") {
    @Override
    long micros(Sent sent, Delivery delivery) {
      return delivery.answeredMicros() - sent.scheduledMicros();
    }
  };

  private final String words;

  Span(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  abstract long micros(Sent sent, Delivery delivery);
}

package dev.signalbox.bench.sick;

import dev.signalbox.testkit.svix.Fault;
import dev.signalbox.testkit.svix.Requests;
import java.time.Duration;

/** What becomes of the messages of an organization. */
enum Sickness {
  /** Svix fails. */
  FAILING("failing") {
    @Override
    Fault fault() {
      return Fault.status(500);
    }
  },
  /** Svix asks for a pause of a second. */
  THROTTLED("throttled") {
    @Override
    Fault fault() {
      return Fault.throttled(Duration.ofSeconds(1));
    }
  },
  /** Svix answers after the relay has given the call up. */
  HANGING("hanging") {
    @Override
    Fault fault() {
      return Fault.delay(SickSettings.HANG);
    }
  };

  private final String word;

  Sickness(String word) {
    this.word = word;
  }

  /** Of every message of this organization. */
  Fault of(String organization) {
    return fault().on(Requests.messageCreation().and(Requests.application(organization)));
  }

  /** The name of the figure: how often an event of such an organization was sent. */
  String requestsPerEvent() {
    return "requests/event, " + word;
  }

  abstract Fault fault();
}

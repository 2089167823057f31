package dev.signalbox.demo.chaos;

import dev.signalbox.testkit.svix.Fault;
import dev.signalbox.testkit.svix.FaultPoint;
import dev.signalbox.testkit.svix.Requests;
import java.time.Duration;

/** What each of Svix's faults is to the emulator. */
final class SvixFaults {

  private static final Duration LATE = Duration.ofMillis(1_500);
  private static final Duration LATER_THAN_THE_RELAY_WAITS = Duration.ofSeconds(6);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final int HALF_AN_ANSWER = 40;

  private SvixFaults() {}

  /** Refuses for ever what is meant to die. */
  static Fault doom() {
    return Fault.status(422)
        .on(Requests.messageCreation().and(Requests.eventType(Writing.DOOMED_TYPE)));
  }

  static Fault of(PlannedFault planned) {
    Fault fault = of(planned.kind(), planned.seed());
    return planned.target() == PlannedFault.ALL
        ? fault
        : fault.on(
            fault
                .selector()
                .and(Requests.application(Organizations.named(planned.target()).value())));
  }

  private static Fault of(FaultKind kind, long seed) {
    return switch (kind) {
      case SVIX_SLOW -> Fault.delay(LATE).rate(0.5, seed);
      case SVIX_HANGING ->
          Fault.delay(LATER_THAN_THE_RELAY_WAITS)
              .at(seed % 2 == 0 ? FaultPoint.ARRIVAL : FaultPoint.BEFORE_COMMIT)
              .rate(0.3, seed);
      case SVIX_FAILING -> Fault.status(500).rate(0.7, seed);
      case SVIX_UNAVAILABLE -> Fault.status(503).at(FaultPoint.ARRIVAL).on(Requests.any());
      case SVIX_CUT -> Fault.cut().rate(0.5, seed);
      case SVIX_CUT_AFTER_COMMIT -> Fault.cut().at(FaultPoint.AFTER_COMMIT).rate(0.5, seed);
      case SVIX_ANSWER_TRUNCATED -> Fault.truncate(HALF_AN_ANSWER).rate(0.5, seed);
      case SVIX_REFUSING -> Fault.status(401).at(FaultPoint.ARRIVAL).on(Requests.any());
      case SVIX_THROTTLING -> Fault.throttled(RETRY_AFTER).rate(0.5, seed);
      case WORKER_KILLED,
          WORKER_STOPPED,
          WORKER_PAUSED,
          PRODUCERS_KILLED,
          PRODUCERS_HALTED,
          SIGNALS_DROPPED,
          TEMPORAL,
          POSTGRES,
          CONNECTIONS_CUT ->
          throw new IllegalArgumentException(kind + " is no fault of Svix.");
    };
  }
}

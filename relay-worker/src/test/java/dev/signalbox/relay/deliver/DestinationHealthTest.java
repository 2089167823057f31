package dev.signalbox.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DestinationHealthTest {

  private static final DeliveryOutcome ACCEPTED = new DeliveryOutcome.Accepted("msg_1", false);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final DestinationHealth health = new DestinationHealth(nanos::get);

  @Test
  void nothingIsKnownAtFirst() {
    assertThat(health.isAccepting()).isFalse();
  }

  @Test
  void anAcceptanceStandsForAMomentAlsoWhereTheClockOverflows() {
    health.note(ACCEPTED);
    nanos.addAndGet(DestinationHealth.MOMENT.toNanos() - 1);
    assertThat(health.isAccepting()).isTrue();
    nanos.addAndGet(1);
    assertThat(health.isAccepting()).isFalse();
  }

  @Test
  void manyFailuresTakeItAwayAndAnotherAcceptanceBringsItBack() {
    health.note(ACCEPTED);
    for (int i = 1; i < DestinationHealth.FAILURES; i++) {
      health.note(new DeliveryOutcome.Failed("500"));
    }
    assertThat(health.isAccepting()).isTrue();
    health.note(new DeliveryOutcome.Failed("500"));
    assertThat(health.isAccepting()).isFalse();
    health.note(ACCEPTED);
    assertThat(health.isAccepting()).isTrue();
  }

  @Test
  void nothingElseProvesThatItAccepts() {
    health.note(new DeliveryOutcome.Accepted("msg_1", true));
    health.note(new DeliveryOutcome.Rejected(422, "422", ""));
    health.note(new DeliveryOutcome.Throttled("429", Optional.of(Duration.ofSeconds(1))));
    health.note(new DeliveryOutcome.Misconfigured("401"));
    health.note(new DeliveryOutcome.Unreachable("refused"));
    assertThat(health.isAccepting()).isFalse();
  }
}

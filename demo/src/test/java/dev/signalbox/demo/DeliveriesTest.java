package dev.signalbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.OutboxEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private final Deliveries deliveries = new Deliveries(() -> NOW);
  private final ShopEvent event =
      new ShopEvent(EventId.mint(), OutboxEvent.of("acme", "t", "{}"), 1);

  @Test
  void latencyIsFromCommitToStored() {
    deliveries.committed(List.of(event));
    assertThat(reading()).isEqualTo(reading(1, 0, Duration.ZERO));
    deliveries.arrived("acme", event.id(), NOW.plusMillis(30));
    assertThat(reading()).isEqualTo(reading(1, 1, Duration.ofMillis(30)));
  }

  @Test
  void anArrivalThatIsToldAgainCountsOnce() {
    deliveries.committed(List.of(event));
    deliveries.arrived("acme", event.id(), NOW.plusMillis(30));
    deliveries.arrived("acme", event.id(), NOW.plusMillis(90));
    assertThat(reading()).isEqualTo(reading(1, 1, Duration.ofMillis(30)));
  }

  @Test
  void anArrivalMayBeHeardOfBeforeTheCommit() {
    deliveries.arrived("acme", event.id(), NOW.minusMillis(1));
    deliveries.committed(List.of(event));
    assertThat(reading()).isEqualTo(reading(1, 1, Duration.ZERO));
  }

  private OrganizationTally.Reading reading() {
    return deliveries.reading(new OrganizationId("acme"));
  }

  private static OrganizationTally.Reading reading(
      long appended, long delivered, Duration latency) {
    return new OrganizationTally.Reading(appended, delivered, latency, latency);
  }
}

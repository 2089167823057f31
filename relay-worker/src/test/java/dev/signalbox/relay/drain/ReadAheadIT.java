package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The next page is read while a batch is on its way, and nothing goes wrong by that. */
class ReadAheadIT {

  /** The lease, the first page, and the next one. */
  private static final int TRANSACTIONS_WITH_READ_AHEAD = 3;

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final AtomicInteger transactions = new AtomicInteger();
  private SliceBench bench;

  @BeforeEach
  void connect() {
    bench =
        new SliceBench(
            new GatedDataSource(
                new GatedDataSource.Stock(SIGNALBOX.database().dataSource()),
                transactions::incrementAndGet));
  }

  @Test
  void whatFailsHoldsBackItsKeyOnThePageThatIsReadAlready() throws Exception {
    UUID failing = bench.append("key", "{\"n\":1}");
    UUID beside = bench.append(null, "{\"n\":2}");
    bench.append("key", "{\"n\":3}");
    UUID behind = bench.append(null, "{\"n\":4}");
    transactions.set(0);
    FakeDestination destination =
        new FakeDestination(
            event -> {
              if (!event.eventId().equals(failing)) {
                return FakeDestination.accepted();
              }
              awaitReadAhead();
              return new DeliveryOutcome.Failed(500, "Svix answered 500", "");
            });

    bench.drainAll(bench.relay(destination, pagesOfTwo()));

    assertThat(destination.storedIds()).containsExactly(beside, behind);
    assertThat(destination.calls()).isEqualTo(3);
    assertThat(bench.pending()).isEqualTo(2);
  }

  /** Else this waits for ever: nothing but the slice's own thread reads. */
  private void awaitReadAhead() {
    while (transactions.get() < TRANSACTIONS_WITH_READ_AHEAD) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aLateLookReadsAgainWhatItHasReadAhead() throws Exception {
    bench.append(4);
    long second = placeOf(2);
    OutboxView view = view();
    List<PendingEvent> first = view.fromTheBeginning();
    view.readAhead();
    UUID late = insertBefore(second);

    assertThat(view.again().stream().map(PendingEvent::eventId))
        .containsExactly(first.getFirst().eventId(), late);
  }

  @Test
  void whatWasReadAheadIsHandedOutOnce() throws Exception {
    List<UUID> appended = bench.append(4);
    OutboxView view = view();

    assertThat(view.fromTheBeginning().stream().map(PendingEvent::eventId))
        .containsExactlyElementsOf(appended.subList(0, 2));
    view.readAhead();
    assertThat(view.onward().stream().map(PendingEvent::eventId))
        .containsExactlyElementsOf(appended.subList(2, 4));
    assertThat(view.onward()).isEmpty();
  }

  private OutboxView view() {
    DrainSliceComponent relay = bench.relay(new FakeDestination(), pagesOfTwo());
    return new OutboxView(
        relay.reader(),
        bench.organization,
        new OutboxView.Limits(2, () -> 4 << 20, relay.largeEvents(), () -> false),
        System::nanoTime);
  }

  private static StepSettings pagesOfTwo() {
    return SliceBench.settings(Duration.ZERO, 2, 4 << 20, SliceBench.LATER);
  }

  private long placeOf(int place) throws SQLException {
    return bench.number(
        "SELECT id FROM signalbox.outbox_event WHERE organization_id = ? ORDER BY id OFFSET "
            + (place - 1)
            + " LIMIT 1");
  }

  /** Another event takes the place of one, which moves behind all others. */
  private UUID insertBefore(long place) throws SQLException {
    UUID late = UUID.randomUUID();
    bench.update(
        "UPDATE signalbox.outbox_event SET id = DEFAULT WHERE organization_id = ? AND id = ?",
        bench.organization.value(),
        place);
    bench.update(
        "INSERT INTO signalbox.outbox_event (id, event_id, organization_id, event_type, payload)"
            + " OVERRIDING SYSTEM VALUE VALUES (?, ?, ?, 'bench.made', '{}')",
        place,
        late,
        bench.organization.value());
    return late;
  }
}

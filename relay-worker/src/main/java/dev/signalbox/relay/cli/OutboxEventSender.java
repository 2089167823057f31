package dev.signalbox.relay.cli;

import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.outbox.OutboxOptions;
import dev.signalbox.outbox.OutboxTransaction;
import dev.signalbox.relay.config.ProducerSettings;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalerOptions;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** Appends to the outbox and signals Temporal, as a service would. */
final class OutboxEventSender implements EventSender {

  private static final Duration CALL = Duration.ofSeconds(10);
  private static final Duration ALL_CALLS = Duration.ofSeconds(30);

  private final PrintWriter error;

  /** Tells of signals that failed on the error stream: their events are committed all the same. */
  OutboxEventSender(PrintWriter error) {
    this.error = error;
  }

  @Override
  public List<EventId> send(ProducerSettings settings, List<OutboxEvent> events)
      throws SQLException {
    DataSource dataSource = Databases.dataSource(settings.database(), "signalbox-send");
    Outbox outbox = new Outbox(OutboxOptions.DEFAULT.withSchema(settings.database().schema()));
    FailedSignals failedSignals = new FailedSignals();
    List<EventId> ids = send(settings, dataSource, outbox, events, failedSignals);
    failedSignals
        .sentence()
        .ifPresent(
            sentence ->
                error.printf(
                    "signalbox send: TEMPORAL_ADDRESS (%s): %s%n",
                    settings.temporal().address(), sentence));
    return ids;
  }

  private static List<EventId> send(
      ProducerSettings settings,
      DataSource dataSource,
      Outbox outbox,
      List<OutboxEvent> events,
      FailedSignals failedSignals)
      throws SQLException {
    try (RelaySignaler signaler = signaler(settings, dataSource, failedSignals)) {
      return new OutboxTransaction(dataSource, outbox, signaler::signalRelay)
          .run(transaction -> transaction.appendBatch(events));
    }
  }

  /** Patient, unlike a service's: the command's only work is to end with everything signaled. */
  private static RelaySignaler signaler(
      ProducerSettings settings, DataSource dataSource, FailedSignals failedSignals) {
    SignalerOptions options =
        SignalerOptions.builder()
            .source(settings.database().source())
            .schema(settings.database().schema())
            .taskQueue(settings.temporal().taskQueue())
            .maximumQueued(1_000_000)
            .callDeadline(CALL)
            .closeLimit(ALL_CALLS)
            .build();
    return RelaySignaler.start(
        options,
        settings.temporal().stubs(),
        settings.temporal().client(),
        dataSource,
        failedSignals);
  }
}

package dev.signalbox.relay.cli;

import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.outbox.OutboxOptions;
import dev.signalbox.outbox.OutboxTransaction;
import dev.signalbox.relay.config.DatabaseSettings;
import dev.signalbox.relay.config.ProducerSettings;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalOutcome.Failed;
import dev.signalbox.signal.SignalerOptions;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Appends to the outbox and signals Temporal, as a service would. */
final class OutboxEventSender implements EventSender {

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
    try (RelaySignaler signaler = signaler(settings, dataSource)) {
      return new OutboxTransaction(dataSource, outbox, signaler::signalRelay)
          .run(transaction -> transaction.appendBatch(events));
    }
  }

  private RelaySignaler signaler(ProducerSettings settings, DataSource dataSource) {
    DatabaseSettings database = settings.database();
    SignalerOptions options =
        SignalerOptions.builder()
            .source(database.source())
            .schema(database.schema())
            .taskQueue(settings.temporal().taskQueue())
            .maximumQueued(100_000)
            .build();
    return RelaySignaler.start(
        options,
        settings.temporal().stubs(),
        settings.temporal().client(),
        dataSource,
        (organization, outcome) -> {
          if (outcome instanceof Failed failed) {
            error.printf(
                "signalbox send: TEMPORAL_ADDRESS (%s): organization %s was not signaled, the"
                    + " relay's sweep will find its events: %s%n",
                settings.temporal().address(), organization, failed.reason());
          }
        });
  }
}

package dev.signalbox.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.bench.Databases;
import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.peer.Delivery;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BareDrainIT {

  private static final int SEVERAL_PAGES = 2_001;

  @RegisterExtension static final SignalboxExtension SIGNALBOX = SignalboxExtension.empty();

  private static final Databases DATABASES = new Databases();

  private final PostgresDatabase database = DATABASES.create();
  private final Queue<String> sent = new ConcurrentLinkedQueue<>();

  @AfterAll
  static void dropDatabases() {
    DATABASES.close();
  }

  @Test
  void eachEventOfTheOrganizationIsSentOnceAndDeleted() throws Exception {
    try (BareDrain drain = drain((message, id) -> sent.add(id))) {
      drain.drain("acme");
    }
    assertThat(sent).hasSize(SEVERAL_PAGES).doesNotHaveDuplicates();
    assertThat(pending()).isEqualTo(1);
  }

  @Test
  void aFailedCallFailsTheDrainAndKeepsItsPage() throws Exception {
    Delivery refusing =
        (message, id) -> {
          sent.add(id);
          if (sent.size() == SEVERAL_PAGES) {
            throw new IOException("refused");
          }
        };
    try (BareDrain drain = drain(refusing)) {
      assertThatThrownBy(() -> drain.drain("acme")).hasRootCauseMessage("refused");
    }
    assertThat(pending()).isGreaterThan(1);
  }

  private BareDrain drain(Delivery delivery) throws Exception {
    BareDrain drain = new BareDrain(database, delivery, 4);
    drain.append(
        new Messages(200)
            .of("acme", SEVERAL_PAGES).stream()
                .map(each -> OutboxEvent.of("acme", each.type(), each.payload()))
                .toList());
    drain.append(List.of(OutboxEvent.of("other", "order.placed", "{}")));
    return drain;
  }

  private long pending() throws Exception {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM signalbox.outbox_event")) {
      row.next();
      return row.getLong(1);
    }
  }
}

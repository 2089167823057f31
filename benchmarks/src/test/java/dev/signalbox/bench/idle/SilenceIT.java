package dev.signalbox.bench.idle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.Databases;
import dev.signalbox.bench.relay.RelayRig;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.migrations.Migrations;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.relay.StepSettings;
import dev.signalbox.testkit.services.BackingServices;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SilenceIT {

  private static final int ORGANIZATIONS = 400;
  private static final Databases DATABASES = new Databases();

  /** All that is kept per organization, but for ids, names and times. */
  private static final String KEPT =
      """
      SELECT (SELECT count(*) FROM signalbox.outbox_event)
        || ' ' || (SELECT string_agg(DISTINCT concat_ws(' ', token, slice, attempt, finished, suspect,
          coalesce(draining_until::text, '-'), coalesce(quiet_until::text, '-'),
          coalesce(paced_until::text, '-'), coalesce(quiet_reason, '-')), ';')
          FROM signalbox.relay_lease)
        || ' ' || (SELECT string_agg(DISTINCT concat_ws(' ', attempts, event_type), ';')
          FROM signalbox.delivered_event)
        || ' ' || (SELECT count(*) FROM signalbox.organization)
        || ' ' || (SELECT count(*) FROM signalbox.dead_letter)
      """;

  @AfterAll
  static void dropDatabases() {
    DATABASES.close();
  }

  @Test
  void whatIsWrittenInBulkIsWhatADeliveryLeaves() throws Exception {
    PostgresDatabase written = DATABASES.create();
    new Migrations(written.dataSource(), "signalbox").migrate();
    DeliveredOnce.write(written.dataSource(), 3);

    PostgresDatabase delivered = DATABASES.create();
    try (Stub stub = Stub.start();
        RelayRig rig =
            new RelayRig(
                delivered,
                BackingServices.shared().temporal(),
                stub.url(),
                Stub.TOKEN,
                StepSettings.DEFAULT)) {
      rig.appendAndSignal(List.of(OutboxEvent.of("acme", "order.placed", "{}")));
      rig.awaitDelivered();
      rig.awaitRest("acme");
    }

    assertThat(kept(written)).isEqualTo(kept(delivered)).contains("order.placed");
  }

  /**
   * The aim is two statements a minute. Measured: 30, as each worker asks every two seconds whether
   * the source is held, and those of the sweep, which is left out here. A single statement per
   * organization and minute would be red.
   */
  @Test
  void idleOrganizationsCostNoStatement() throws Exception {
    try (Stub stub = Stub.start();
        Silence silence =
            new Silence(
                DATABASES::create,
                BackingServices.shared().temporal(),
                stub.url(),
                new Silence.Plan(
                    Duration.ofSeconds(1), Map.of("SIGNALBOX_SWEEP_INTERVAL", "1h")))) {
      silence.add(0);
      silence.add(ORGANIZATIONS);
      silence.settle();

      for (int organizations : List.of(ORGANIZATIONS, 0)) {
        Map<String, Double> figures = silence.figures(organizations);
        System.out.printf("%d: %s%n", organizations, figures);
        assertThat(figures.get(IdleFigures.STATEMENTS)).isLessThan(ORGANIZATIONS);
        assertThat(figures).containsKeys(IdleFigures.CPU, IdleFigures.WAL, IdleFigures.SWEEP);
      }
    }
  }

  private static String kept(PostgresDatabase database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(KEPT)) {
      row.next();
      return row.getString(1);
    }
  }
}

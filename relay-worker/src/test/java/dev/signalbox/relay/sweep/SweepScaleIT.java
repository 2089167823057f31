package dev.signalbox.relay.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.lease.LeaseSettings;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a sweep costs on a large outbox: 10,000 organizations with 10 rows each, or 100,000 with
 * {@code -Dsignalbox.test.large=true}. Figures are printed; what is asserted are rows and plans.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SweepScaleIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final int ORGANIZATIONS =
      Boolean.getBoolean("signalbox.test.large") ? 100_000 : 10_000;
  private static final int ROWS = 10;
  private static final int FEW = 50;
  private static final SweepSettings SETTINGS =
      new SweepSettings(Duration.ofHours(1), Duration.ZERO, Integer.MAX_VALUE);

  private final Set<OrganizationId> woken = new HashSet<>();

  @BeforeAll
  static void fill() throws SQLException {
    execute(
        """
        INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)
        SELECT gen_random_uuid(), 'o' || o, 'sweep.test', repeat('x', 200)
        FROM generate_series(1, %d) AS r, generate_series(1, %d) AS o
        """
            .formatted(ROWS, ORGANIZATIONS));
    execute(
        """
        INSERT INTO signalbox.relay_lease
          (organization_id, token, slice, attempt, finished, suspect, run_id)
        SELECT 'o' || o, 1, 1, 1, true, false, 'run'
        FROM generate_series(1, %d) AS o
        """
            .formatted(ORGANIZATIONS));
    execute("VACUUM ANALYZE signalbox.outbox_event, signalbox.relay_lease");
  }

  @Test
  @Order(1)
  void allDueAreFoundByTheirFirstRows() throws SQLException {
    assertRowsRead("all due", 2L * ORGANIZATIONS);
    assertThat(woken).hasSize(ORGANIZATIONS);
  }

  @Test
  @Order(2)
  void thoseWhoAreBusyCostOneRowEach() throws SQLException {
    execute(
        "UPDATE signalbox.relay_lease SET draining_until = now() + interval '50 s' WHERE token ="
            + " 1");
    execute("VACUUM ANALYZE signalbox.relay_lease");
    assertRowsRead("all busy", 2L * ORGANIZATIONS);
    assertThat(woken).isEmpty();
  }

  @Test
  @Order(3)
  void thoseWhoWaitCostTheirHeadHoweverLongTheirBacklog() throws SQLException {
    execute("UPDATE signalbox.relay_lease SET draining_until = NULL");
    execute(
        """
        INSERT INTO signalbox.outbox_event (event_id, organization_id, event_type, payload)
        SELECT gen_random_uuid(), 'backlog', 'sweep.test', '' FROM generate_series(1, 20000)
        """);
    execute("UPDATE signalbox.outbox_event SET next_attempt_at = now() + interval '1 hour'");
    execute("VACUUM ANALYZE signalbox.outbox_event, signalbox.relay_lease");
    long heads = (ROWS + 2L) * ORGANIZATIONS + Reach.FULL.headRows();
    assertRowsRead("all waiting, one with a backlog", heads);
    assertThat(woken).containsExactly(new OrganizationId("backlog"));
  }

  @Test
  @Order(4)
  void aHeldSourceCostsNothing() throws SQLException {
    execute("UPDATE signalbox.installation SET held_since = now()");
    assertRowsRead("held", 0);
    execute("UPDATE signalbox.installation SET held_since = NULL");
  }

  /** The scans are those of the two indexes; nothing sorts or reads the outbox otherwise. */
  @Test
  @Order(1)
  void thePlanIsALooseScanOfTheIndex() throws SQLException {
    try (OpenConnection open = new OpenConnection(SIGNALBOX.database().dataSource())) {
      PendingOrganizations organizations = organizations(open);
      assertThat(organizations.visit("", "", Reach.FULL)).hasSize(Reach.FULL.organizations());

      String plan = open.explain(statement -> organizations.bind(statement, "", "", Reach.FULL));

      assertThat(plan)
          .contains("using outbox_event_organization on outbox_event")
          .doesNotContain("Seq Scan on outbox_event")
          .doesNotContain("outbox_event_pkey")
          .doesNotContain("Bitmap");
      assertThat(plan.lines().filter(line -> line.contains("on outbox_event")))
          .allMatch(line -> line.contains("using outbox_event_organization"));
    }
  }

  /** The dead rows of the others are still there, as after a great backlog. */
  @Test
  @Order(5)
  void theCostGrowsWithOrganizationsThatHaveRowsAndNotWithOthers() throws SQLException {
    execute(
        "DELETE FROM signalbox.outbox_event WHERE organization_id NOT IN"
            + " (SELECT 'o' || 1 + o * %d FROM generate_series(0, %d) AS o)"
                .formatted(ORGANIZATIONS / FEW, FEW - 1));
    execute("UPDATE signalbox.outbox_event SET next_attempt_at = NULL");
    execute("VACUUM ANALYZE signalbox.outbox_event");
    assertRowsRead("few have rows", 2L * FEW);
    assertThat(woken).hasSize(FEW);
  }

  private void assertRowsRead(String what, long most) throws SQLException {
    try (OpenConnection open = new OpenConnection(SIGNALBOX.database().dataSource())) {
      Sweep sweep = new Sweep(organizations(open), woken::addAll, SETTINGS);
      long began = System.nanoTime();
      var unused = sweep.sweep();
      System.out.printf(
          "Sweep of %d organizations, %s: %d rows read in %d ms%n",
          ORGANIZATIONS,
          what,
          open.rowsRead(),
          Duration.ofNanos(System.nanoTime() - began).toMillis());
      assertThat(open.sequentialScans()).isZero();
      assertThat(open.rowsRead()).isLessThanOrEqualTo(most);
    }
  }

  private static PendingOrganizations organizations(OpenConnection open) {
    return new PendingOrganizations(
        open.dataSource(), SchemaName.DEFAULT, SETTINGS, LeaseSettings.DEFAULT, Backoff.DEFAULT);
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

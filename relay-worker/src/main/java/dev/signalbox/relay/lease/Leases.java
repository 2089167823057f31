package dev.signalbox.relay.lease;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.installation.WrongInstallationException;
import dev.signalbox.relay.organization.Disposition;
import dev.signalbox.relay.organization.DispositionReader;
import dev.signalbox.relay.organization.Organizations;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Takes, renews and gives back leases; a settlement renews too. Every statement is one transaction,
 * because what follows a clear must see it committed.
 */
public final class Leases {

  /**
   * The statement may have waited for the last holder, or for whoever changes the organization;
   * what it reads is as old as its beginning. So it reads nothing that a holder changes, and says
   * whether it has waited.
   *
   * <p>Its commit, and that of {@link #RENEW}, waits for no disk and no standby. A crash may forget
   * it, with what was logged after it: its holder has settled and cleared nothing then, finds the
   * lease lost and says "more"; what it delivered is recognised. Producers signal once more, and
   * the next slice is not careful.
   */
  private static final String TAKE =
      """
      WITH taken AS (
        INSERT INTO {schema}.relay_lease AS lease
          (organization_id, token, run_id, slice, attempt, finished, suspect, draining_until)
        VALUES (?, 1, ?, ?, ?, false, false, now() + ? * interval '1 millisecond')
        ON CONFLICT (organization_id) DO UPDATE SET
          token = lease.token + 1, run_id = excluded.run_id, slice = excluded.slice,
          attempt = excluded.attempt, finished = false, suspect = NOT lease.finished,
          draining_until = excluded.draining_until, quiet_until = NULL, quiet_reason = NULL
        WHERE NOT (lease.run_id = excluded.run_id
          AND (lease.slice, lease.attempt) > (excluded.slice, excluded.attempt))
        RETURNING token, suspect, clock_timestamp() - now() > interval '50 milliseconds' AS waited
      )
      SELECT token, suspect, waited, found.*,
        set_config('synchronous_commit', 'off', true) AS synchronous_commit
      FROM taken LEFT JOIN (
      %s) AS found ON true
      """
          .formatted(Organizations.FIND);

  /** What tells producers that the holder looks again; one parameter, the step in milliseconds. */
  public static final String RENEWED = "draining_until = now() + ? * interval '1 millisecond'";

  /**
   * Like {@link #TAKE}, for who has the lease; and what a crash may forget is a renewal. Nobody
   * whose predecessor never finished renews: such slices have one lap.
   */
  private static final String RENEW =
      """
      WITH mine AS (
        UPDATE {schema}.relay_lease SET %s
        WHERE %s
        RETURNING token, clock_timestamp() - now() > interval '50 milliseconds' AS waited
      )
      SELECT token, false AS suspect, waited, found.*,
        set_config('synchronous_commit', 'off', true) AS synchronous_commit
      FROM mine LEFT JOIN (
      %s) AS found ON true
      """
          .formatted(RENEWED, LeaseGuard.HELD, Organizations.FIND);

  /** What gives a lease back and lets producers signal again, of the row {@code relay_lease}. */
  public static final String CLEARED = "draining_until = NULL, finished = true";

  private static final String CLEAR =
      "UPDATE {schema}.relay_lease SET %s WHERE %s".formatted(CLEARED, LeaseGuard.HELD);

  private static final String FINISH =
      "UPDATE {schema}.relay_lease SET finished = true WHERE " + LeaseGuard.HELD;

  private static final String REST =
      """
      UPDATE {schema}.relay_lease SET draining_until = NULL, finished = true,
        quiet_until = least(?, now() + ? * interval '1 millisecond'), quiet_reason = ?
      WHERE %s
      """
          .formatted(LeaseGuard.HELD);

  private static final String END_QUIET =
      """
      UPDATE {schema}.relay_lease SET quiet_until = NULL, quiet_reason = NULL
      WHERE %s
      """
          .formatted(LeaseGuard.HELD);

  private final DataSource dataSource;
  private final Organizations organizations;
  private final long stepMillis;
  private final String take;
  private final String renew;
  private final String clear;
  private final String finish;
  private final String rest;
  private final String endQuiet;

  @Inject
  Leases(
      DataSource dataSource,
      SchemaName schema,
      LeaseSettings settings,
      Organizations organizations) {
    this.dataSource = dataSource;
    this.organizations = organizations;
    this.stepMillis = settings.drainingStep().toMillis();
    this.take = schema.in(TAKE);
    this.renew = schema.in(RENEW);
    this.clear = schema.in(CLEAR);
    this.finish = schema.in(FINISH);
    this.rest = schema.in(REST);
    this.endQuiet = schema.in(END_QUIET);
  }

  /**
   * Takes the lease from whoever has it, tells producers that a slice is at work, and reads what is
   * to be done.
   *
   * @return empty when a later slice or attempt of the same run has it
   */
  public Optional<Claim> take(OrganizationId organization, Holder holder) throws SQLException {
    return claim(
        take,
        organization,
        holder,
        statement -> {
          statement.setString(1, organization.value());
          statement.setString(2, holder.runId());
          statement.setLong(3, holder.slice());
          statement.setInt(4, holder.attempt());
          statement.setLong(5, stepMillis);
          return 6;
        });
  }

  /**
   * Tells producers that the slice that has the lease goes on, and reads what is to be done now.
   *
   * @return empty when the lease is lost
   */
  public Optional<Claim> renew(Lease lease) throws SQLException {
    try {
      return claim(
          renew,
          lease.organization(),
          lease.holder(),
          statement -> {
            statement.setLong(1, stepMillis);
            return LeaseGuard.bind(statement, 2, lease);
          });
    } catch (SQLException e) {
      giveBack(lease, e);
      throw e;
    }
  }

  /** Binds what stands before {@link Organizations#FIND}. */
  @FunctionalInterface
  private interface Binding {
    /** Returns the index after the last. */
    int bind(PreparedStatement statement) throws SQLException;
  }

  private Optional<Claim> claim(
      String sql, OrganizationId organization, Holder holder, Binding binding) throws SQLException {
    Optional<Lease> lease = Optional.empty();
    boolean waited = false;
    DispositionReader said = organizations.reader(organization);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      int next = binding.bind(statement);
      statement.setString(next, organization.value());
      statement.setString(next + 1, organization.value());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long token = row.getLong("token");
          lease = Optional.of(new Lease(organization, token, holder, row.getBoolean("suspect")));
          waited = row.getBoolean("waited");
          said.add(row);
        }
      }
    } catch (WrongInstallationException e) {
      if (lease.isPresent()) {
        giveBack(lease.get(), e);
      }
      throw e;
    }
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Claim(lease.get(), waited ? findAnew(lease.get()) : said.disposition()));
  }

  /** A slice that fails has not been killed: the next one need not be careful. */
  private Disposition findAnew(Lease lease) throws SQLException {
    try {
      return organizations.find(lease.organization());
    } catch (SQLException | RuntimeException e) {
      giveBack(lease, e);
      throw e;
    }
  }

  private void giveBack(Lease lease, Exception failure) {
    try {
      boolean unused = finish(lease);
    } catch (SQLException | RuntimeException again) {
      failure.addSuppressed(again);
    }
  }

  /**
   * Gives the lease back and lets producers signal again, committed on return. Whoever calls this
   * must look at the rows once more afterwards. False when the lease is lost.
   */
  public boolean clear(Lease lease) throws SQLException {
    return update(clear, lease);
  }

  /** Gives the lease back while another slice of the run follows; false when the lease is lost. */
  public boolean finish(Lease lease) throws SQLException {
    return update(finish, lease);
  }

  /**
   * Gives the lease back and tells producers and sweep that no wake is needed for a while,
   * committed on return. False when the lease is lost.
   */
  public boolean rest(Lease lease, Quiet quiet) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(rest)) {
      statement.setObject(1, quiet.until(), Types.TIMESTAMP_WITH_TIMEZONE);
      statement.setObject(2, quiet.millis(), Types.BIGINT);
      statement.setString(3, quiet.reason());
      LeaseGuard.bind(statement, 4, lease);
      return statement.executeUpdate() == 1;
    }
  }

  /** Takes a rest back, unless somebody has taken the lease since, which did so already. */
  public void endQuiet(Lease lease) throws SQLException {
    boolean unused = update(endQuiet, lease);
  }

  private boolean update(String sql, Lease lease) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      LeaseGuard.bind(statement, 1, lease);
      return statement.executeUpdate() == 1;
    }
  }
}

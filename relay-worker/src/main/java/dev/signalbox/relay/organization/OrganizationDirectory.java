package dev.signalbox.relay.organization;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.report.Report;
import dev.signalbox.relay.report.ReportRow;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Shows organizations to operators. */
public final class OrganizationDirectory {

  private static final String STATE =
      """
      CASE WHEN known.state IS NULL OR known.state_until <= now() THEN 'active' ELSE known.state END\
      """;

  /** Across organizations because that is what is asked for: those with a row or a lease. */
  private static final String LIST =
      """
      SELECT organization, state, until, quiet, "quietReason", actor, reason
      FROM (
        SELECT ids.organization_id AS organization, {state} AS state, {state_until} AS until,
          CASE WHEN lease.quiet_until > now() THEN {quiet_until} END AS quiet,
          CASE WHEN lease.quiet_until > now() THEN lease.quiet_reason END AS "quietReason",
          known.state_actor AS actor, known.state_reason AS reason
        FROM (
          SELECT organization_id FROM {schema}.organization
          UNION
          SELECT organization_id FROM {schema}.relay_lease
        ) AS ids
        LEFT JOIN {schema}.organization AS known USING (organization_id)
        LEFT JOIN {schema}.relay_lease AS lease USING (organization_id)
      ) AS listed
      WHERE ?::text IS NULL OR state = ?
      ORDER BY organization
      LIMIT ?
      """
          .replace("{state}", STATE)
          .replace("{state_until}", Report.utc("known.state_until"))
          .replace("{quiet_until}", Report.utc("lease.quiet_until"));

  /** Pending rows are counted up to a bound; behind it the number says no more. */
  private static final String SHOW =
      """
      SELECT asked.organization_id AS organization, {state} AS state, {state_until} AS until,
        known.state_actor AS actor, known.state_reason AS reason, {state_changed_at} AS changed,
        known.organization_id IS NOT NULL AS "hasRow",
        known.svix_application AS application, known.in_flight_limit AS "inFlight", known.weight,
        known.rate_limit AS rate, known.pending_limit AS "pendingLimit", known.dead_key_policy AS "deadKey",
        lease.token, lease.finished, coalesce(lease.draining_until > now(), false) AS draining,
        CASE WHEN lease.quiet_until > now() THEN {quiet_until} END AS quiet,
        CASE WHEN lease.quiet_until > now() THEN lease.quiet_reason END AS "quietReason",
        least(backlog.pending, {bound}) AS pending, backlog.pending > {bound} AS "pendingIsMore",
        {oldest_due} AS "oldestDue", letters.letters AS "deadLetters", letters.parked AS "parkedKeys"
      FROM (SELECT ?::text COLLATE "C" AS organization_id) AS asked
      LEFT JOIN {schema}.organization AS known USING (organization_id)
      LEFT JOIN {schema}.relay_lease AS lease USING (organization_id)
      CROSS JOIN LATERAL (
        SELECT count(*) AS pending,
          min(greatest(appended_at, next_attempt_at))
            FILTER (WHERE next_attempt_at IS NULL OR next_attempt_at <= now()) AS oldest_due
        FROM (
          SELECT appended_at, next_attempt_at
          FROM {schema}.outbox_event
          WHERE organization_id = asked.organization_id
          ORDER BY organization_id, id
          LIMIT {bound} + 1
        ) AS head
      ) AS backlog
      CROSS JOIN LATERAL (
        SELECT count(*) AS letters, count(DISTINCT ordering_key) FILTER (WHERE parked) AS parked
        FROM {schema}.dead_letter
        WHERE organization_id = asked.organization_id
      ) AS letters
      """
          .replace("{state}", STATE)
          .replace("{state_until}", Report.utc("known.state_until"))
          .replace("{state_changed_at}", Report.utc("known.state_changed_at"))
          .replace("{quiet_until}", Report.utc("lease.quiet_until"))
          .replace("{oldest_due}", Report.utc("backlog.oldest_due"))
          .replace("{bound}", "10000");

  private final DataSource dataSource;
  private final SchemaName schema;

  /** Of the outbox in this schema. */
  public OrganizationDirectory(DataSource dataSource, SchemaName schema) {
    this.dataSource = dataSource;
    this.schema = schema;
  }

  /**
   * The first organizations in the order of their ids.
   *
   * @param state active, paused or disabled; empty: any
   */
  public List<ReportRow> list(String state, int limit) throws SQLException {
    return Report.read(
        dataSource,
        schema.in(LIST),
        statement -> {
          String asked = state.isEmpty() ? null : state;
          statement.setString(1, asked);
          statement.setString(2, asked);
          statement.setInt(3, limit);
        });
  }

  /** One organization, known or not. */
  public ReportRow show(OrganizationId organization) throws SQLException {
    return Report.read(
            dataSource, schema.in(SHOW), statement -> statement.setString(1, organization.value()))
        .getFirst();
  }
}

package dev.signalbox.relay.organization;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.operation.Attribution;
import dev.signalbox.relay.operation.OperationLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Changes the row of an organization, and records who did it, in one transaction. After the commit
 * the caller wakes the organization; the row's trigger has ended its rest.
 */
public final class OrganizationEditor {

  /** The organization's own row; so are all of them here. */
  private static final String STOP =
      """
      INSERT INTO {schema}.organization AS known
        (organization_id, state, state_reason, state_actor, state_until)
      VALUES (?, ?, nullif(?, ''), ?, coalesce(?::timestamptz, now() + ?::bigint * interval '1 millisecond'))
      ON CONFLICT (organization_id) DO UPDATE SET
        state = excluded.state, state_reason = excluded.state_reason, state_actor = excluded.state_actor,
        state_until = excluded.state_until, state_changed_at = now()
      """;

  private static final String RESUME =
      """
      UPDATE {schema}.organization
      SET state = 'active', state_reason = nullif(?, ''), state_actor = ?, state_until = NULL,
        state_changed_at = now()
      WHERE organization_id = ? AND state <> 'active'
      """;

  private static final String SET =
      """
      INSERT INTO {schema}.organization (organization_id, {columns})
      VALUES (?, {values})
      ON CONFLICT (organization_id) DO UPDATE SET {changes}
      """;

  private final DataSource dataSource;
  private final SchemaName schema;
  private final OperationLog operations;

  /** Of the outbox in this schema. */
  public OrganizationEditor(DataSource dataSource, SchemaName schema) {
    this.dataSource = dataSource;
    this.schema = schema;
    this.operations = new OperationLog(schema);
  }

  /** Its events wait, in order, until it is resumed or the pause ends. */
  public void pause(OrganizationId organization, Attribution by, PauseEnd end) throws SQLException {
    stop(organization, "paused", by, end);
  }

  /** Its events wait until it is resumed. */
  public void disable(OrganizationId organization, Attribution by) throws SQLException {
    stop(organization, "disabled", by, PauseEnd.NEVER);
  }

  /**
   * Its events go out again, those that waited first.
   *
   * @return false when it was neither paused nor disabled; then nothing is written
   */
  public boolean resume(OrganizationId organization, Attribution by) throws SQLException {
    return change(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(schema.in(RESUME))) {
            statement.setString(1, by.reason());
            statement.setString(2, by.actor());
            statement.setString(3, organization.value());
            boolean changed = statement.executeUpdate() == 1;
            if (changed) {
              operations.record(connection, "resume", by, organization.value(), "");
            }
            return changed;
          }
        });
  }

  /**
   * Sets some terms; the others stay.
   *
   * @param terms the value of each, or {@link OrganizationTerm#DEFAULT}
   * @throws IllegalArgumentException when a value is none of its term, or there are no terms
   */
  public void set(OrganizationId organization, Map<OrganizationTerm, String> terms, Attribution by)
      throws SQLException {
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("There is nothing to set.");
    }
    Map<OrganizationTerm, String> texts = new EnumMap<>(OrganizationTerm.class);
    terms.forEach((term, value) -> texts.put(term, term.text(value)));
    List<OrganizationTerm> order = new ArrayList<>(texts.keySet());
    change(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(statement(order))) {
            statement.setString(1, organization.value());
            for (int i = 0; i < order.size(); i++) {
              statement.setString(i + 2, texts.get(order.get(i)));
            }
            statement.executeUpdate();
          }
          operations.record(connection, "set", by, organization.value(), words(terms));
          return true;
        });
  }

  private void stop(OrganizationId organization, String state, Attribution by, PauseEnd end)
      throws SQLException {
    change(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(schema.in(STOP))) {
            statement.setString(1, organization.value());
            statement.setString(2, state);
            statement.setString(3, by.reason());
            statement.setString(4, by.actor());
            statement.setString(5, end.instant());
            statement.setObject(6, end.millis());
            statement.executeUpdate();
          }
          String kind = state.equals("paused") ? "pause" : "disable";
          operations.record(connection, kind, by, organization.value(), end.words());
          return true;
        });
  }

  private String statement(List<OrganizationTerm> terms) {
    return schema.in(
        SET.replace("{columns}", join(terms, "%s"))
            .replace(
                "{values}",
                terms.stream()
                    .map(term -> "nullif(?, '')::" + term.type())
                    .collect(Collectors.joining(", ")))
            .replace("{changes}", join(terms, "%1$s = excluded.%1$s")));
  }

  private static String join(List<OrganizationTerm> terms, String form) {
    return terms.stream()
        .map(term -> form.formatted(term.column()))
        .collect(Collectors.joining(", "));
  }

  private static String words(Map<OrganizationTerm, String> terms) {
    return terms.entrySet().stream()
        .map(term -> term.getKey().column() + "=" + term.getValue())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private boolean change(Change change) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(false);
      try {
        boolean changed = change.make(connection);
        connection.commit();
        return changed;
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  @FunctionalInterface
  private interface Change {
    boolean make(Connection connection) throws SQLException;
  }

  /**
   * When a pause ends by itself.
   *
   * @param instant ISO 8601; null: not by a time
   * @param millis from now by the database's clock; null: not by a duration
   */
  public record PauseEnd(@Nullable String instant, @Nullable Long millis) {

    /** Only by a resume. */
    public static final PauseEnd NEVER = new PauseEnd(null, null);

    String words() {
      return Optional.ofNullable(instant)
          .map(time -> "until=" + time)
          .or(() -> Optional.ofNullable(millis).map(duration -> "milliseconds=" + duration))
          .orElse("");
    }
  }
}

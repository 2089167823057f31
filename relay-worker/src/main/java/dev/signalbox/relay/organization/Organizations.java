package dev.signalbox.relay.organization;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.organization.Disposition.Hold;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Reads what the table {@code organization} says of one organization, and in the same statement
 * whether the source is held.
 */
public final class Organizations {

  private static final String COLUMNS =
      """
      SELECT organization_id, svix_application, in_flight_limit, weight,
        CASE WHEN %s THEN state END AS stopped, coalesce(state_until, 'infinity') AS stopped_until,
        dead_key_policy = 'park' AS parks, coalesce(rate_limit, 'Infinity') AS rate,
        CASE WHEN held_since IS NOT NULL THEN coalesce(held_reason, '') END AS source_held,
        database_id
      """
          .formatted(StopCondition.HOLDS);

  /**
   * At least one row, for a {@link #reader}; two parameters, both the organization. Not only its
   * own row: another one may name its id as a Svix application.
   */
  public static final String FIND =
      COLUMNS
          + """
          FROM {schema}.installation
          LEFT JOIN {schema}.organization ON organization_id = ? OR svix_application = ?
          """;

  /**
   * Waits for whoever is changing the row: what it commits may end a hold, and its trigger may have
   * come too early to find the rest of the slice.
   */
  private static final String FIND_SETTLED =
      COLUMNS
          + """
          FROM {schema}.organization
          CROSS JOIN {schema}.installation
          WHERE organization_id = ? OR svix_application = ?
          FOR SHARE OF organization
          """;

  /** A change that stays uncommitted for longer makes the slice fail, to be tried again. */
  private static final int PATIENCE_SECONDS = 5;

  private final DataSource dataSource;
  private final OrganizationSettings settings;
  private final String find;
  private final String findSettled;

  @Inject
  Organizations(DataSource dataSource, SchemaName schema, OrganizationSettings settings) {
    this.dataSource = dataSource;
    this.settings = settings;
    this.find = schema.in(FIND);
    this.findSettled = schema.in(FIND_SETTLED);
  }

  /** For the rows of a statement that has {@link #FIND} in it. */
  public DispositionReader reader(OrganizationId organization) {
    return new DispositionReader(organization, settings);
  }

  /** What is to be done with the organization's events now. */
  public Disposition find(OrganizationId organization) throws SQLException {
    return find(organization, find);
  }

  /**
   * Whether the hold is still what applies, after all changes of the organization's row that had
   * begun before. A row that is being inserted is not waited for: without a row, no hold is for
   * ever.
   *
   * @throws SQLException also when a change of the row is not committed within five seconds
   */
  public boolean isStill(Hold hold, OrganizationId organization) throws SQLException {
    return find(organization, findSettled).equals(hold);
  }

  private Disposition find(OrganizationId organization, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(PATIENCE_SECONDS);
      statement.setString(1, organization.value());
      statement.setString(2, organization.value());
      DispositionReader reader = reader(organization);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          reader.add(row);
        }
      }
      return reader.disposition();
    }
  }
}

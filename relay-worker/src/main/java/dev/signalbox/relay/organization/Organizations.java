package dev.signalbox.relay.organization;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.deliver.Share;
import dev.signalbox.relay.deliver.Target;
import dev.signalbox.relay.organization.Disposition.Deliver;
import dev.signalbox.relay.organization.Disposition.Drain;
import dev.signalbox.relay.organization.Disposition.Hold;
import dev.signalbox.relay.organization.Disposition.Skip;
import dev.signalbox.relay.organization.Disposition.SourceHeld;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Reads what the table {@code organization} says of one organization, and in the same statement
 * whether the source is held.
 */
public final class Organizations {

  private static final String COLUMNS =
      """
      SELECT svix_application, in_flight_limit, weight,
        CASE WHEN state <> 'active' AND (state_until IS NULL OR state_until > now()) THEN state END,
        coalesce(state_until, 'infinity'), dead_key_policy = 'park', organization_id,
        CASE WHEN held_since IS NOT NULL THEN coalesce(held_reason, '') END,
        coalesce(rate_limit, 'Infinity')
      """;

  /** Not only its own row: another one may name its id as a Svix application. */
  private static final String FIND =
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

  /**
   * What is to be done with the organization's events now. Its own hold goes before that of the
   * source, which may end earlier.
   */
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
      try (ResultSet row = statement.executeQuery()) {
        return disposition(organization, row);
      }
    }
  }

  private Disposition disposition(OrganizationId organization, ResultSet row) throws SQLException {
    Optional<Disposition> own = Optional.empty();
    boolean taken = false;
    String held = null;
    while (row.next()) {
      held = row.getString(8);
      String named = row.getString(7);
      if (organization.value().equals(named)) {
        own = Optional.of(known(organization, row));
      } else {
        taken |= named != null;
      }
    }
    Disposition found = own.isPresent() ? own.get() : unknown(organization);
    if (taken && found instanceof Deliver deliver && deliver.target().createIfMissing()) {
      return new Hold(HoldReason.UID_TAKEN, OffsetDateTime.MAX);
    }
    return held != null && found instanceof Drain ? new SourceHeld(held) : found;
  }

  private Disposition known(OrganizationId organization, ResultSet row) throws SQLException {
    String state = row.getString(4);
    if (state != null) {
      HoldReason reason = state.equals("paused") ? HoldReason.PAUSED : HoldReason.DISABLED;
      return new Hold(reason, row.getObject(5, OffsetDateTime.class));
    }
    int limit = row.getInt(2);
    Share share = new Share(row.wasNull() ? settings.inFlightLimit() : limit, row.getDouble(3));
    DeadKeyPolicy deadKeys = row.getBoolean(6) ? DeadKeyPolicy.PARK : DeadKeyPolicy.CONTINUE;
    double rate = row.getDouble(9);
    return row.getString(1) == null
        ? byUid(organization, share, rate, deadKeys)
        : new Deliver(new Target(organization, row.getString(1), false), share, rate, deadKeys);
  }

  private Disposition unknown(OrganizationId organization) {
    return switch (settings.unknown()) {
      case CREATE ->
          byUid(
              organization,
              new Share(settings.inFlightLimit(), 1),
              Double.POSITIVE_INFINITY,
              DeadKeyPolicy.CONTINUE);
      case SKIP -> new Skip();
      case HOLD -> new Hold(HoldReason.UNKNOWN_ORGANIZATION, OffsetDateTime.MAX);
    };
  }

  private static Disposition byUid(
      OrganizationId organization, Share share, double rate, DeadKeyPolicy deadKeys) {
    return organization.isSvixUid()
        ? new Deliver(new Target(organization, organization.value(), true), share, rate, deadKeys)
        : new Hold(HoldReason.NO_USABLE_UID, OffsetDateTime.MAX);
  }
}

package dev.signalbox.relay.organization;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.contract.SchemaName;
import dev.signalbox.relay.deliver.Share;
import dev.signalbox.relay.deliver.Target;
import dev.signalbox.relay.organization.Disposition.Deliver;
import dev.signalbox.relay.organization.Disposition.Hold;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads what the table {@code organization} says of one organization. */
public final class Organizations {

  private static final String FIND =
      """
      SELECT svix_application, in_flight_limit, weight,
        CASE WHEN state <> 'active' AND (state_until IS NULL OR state_until > now()) THEN state END
      FROM {schema}.organization
      WHERE organization_id = ?
      """;

  private final DataSource dataSource;
  private final OrganizationSettings settings;
  private final String find;

  @Inject
  Organizations(DataSource dataSource, SchemaName schema, OrganizationSettings settings) {
    this.dataSource = dataSource;
    this.settings = settings;
    this.find = schema.in(FIND);
  }

  /** What is to be done with the organization's events now. */
  public Disposition find(OrganizationId organization) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(find)) {
      statement.setString(1, organization.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? known(organization, row) : unknown(organization);
      }
    }
  }

  private Disposition known(OrganizationId organization, ResultSet row) throws SQLException {
    String stopped = row.getString(4);
    if (stopped != null) {
      return new Hold("The organization is " + stopped + ".");
    }
    int limit = row.getInt(2);
    Share share = new Share(row.wasNull() ? settings.inFlightLimit() : limit, row.getDouble(3));
    return deliver(organization, row.getString(1), share);
  }

  private Disposition unknown(OrganizationId organization) {
    return switch (settings.unknown()) {
      case CREATE -> deliver(organization, null, new Share(settings.inFlightLimit(), 1));
      case HOLD -> new Hold("The organization has no row in the table organization.");
    };
  }

  private static Disposition deliver(
      OrganizationId organization, @Nullable String application, Share share) {
    if (application != null) {
      return new Deliver(new Target(organization, application, false), share);
    }
    return organization.isSvixUid()
        ? new Deliver(new Target(organization, organization.value(), true), share)
        : new Hold("The organization id is no Svix uid; its row must name a Svix application.");
  }
}

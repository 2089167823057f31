package dev.signalbox.relay.organization;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.deliver.Share;
import dev.signalbox.relay.deliver.Target;
import dev.signalbox.relay.installation.WrongInstallationException;
import dev.signalbox.relay.organization.Disposition.Deliver;
import dev.signalbox.relay.organization.Disposition.Drain;
import dev.signalbox.relay.organization.Disposition.Hold;
import dev.signalbox.relay.organization.Disposition.Skip;
import dev.signalbox.relay.organization.Disposition.SourceHeld;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes out of the rows of {@link Organizations#FIND}, one after the other, what is to be done with
 * an organization's events. Used once, by one thread.
 */
public final class DispositionReader {

  private final OrganizationId organization;
  private final OrganizationSettings settings;
  private Optional<Disposition> own = Optional.empty();
  private boolean taken;
  private @Nullable String sourceHeld;

  DispositionReader(OrganizationId organization, OrganizationSettings settings) {
    this.organization = organization;
    this.settings = settings;
  }

  /**
   * Reads the current row.
   *
   * @throws WrongInstallationException when there was no row of {@code installation} to join with
   */
  public void add(ResultSet row) throws SQLException {
    if (row.getObject("database_id") == null) {
      throw WrongInstallationException.lostRow();
    }
    sourceHeld = row.getString("source_held");
    String named = row.getString("organization_id");
    if (organization.value().equals(named)) {
      own = Optional.of(known(row));
    } else {
      taken |= named != null;
    }
  }

  /** What they say; its own hold goes before that of the source, which may end earlier. */
  public Disposition disposition() {
    Disposition found = own.orElseGet(this::unknown);
    if (taken && found instanceof Deliver deliver && deliver.target().createIfMissing()) {
      return new Hold(HoldReason.UID_TAKEN, OffsetDateTime.MAX);
    }
    return sourceHeld != null && found instanceof Drain ? new SourceHeld(sourceHeld) : found;
  }

  private Disposition known(ResultSet row) throws SQLException {
    String state = row.getString("stopped");
    if (state != null) {
      HoldReason reason = state.equals("paused") ? HoldReason.PAUSED : HoldReason.DISABLED;
      return new Hold(reason, row.getObject("stopped_until", OffsetDateTime.class));
    }
    int limit = row.getInt("in_flight_limit");
    Share share =
        new Share(row.wasNull() ? settings.inFlightLimit() : limit, row.getDouble("weight"));
    DeadKeyPolicy deadKeys = row.getBoolean("parks") ? DeadKeyPolicy.PARK : DeadKeyPolicy.CONTINUE;
    double rate = row.getDouble("rate");
    String application = row.getString("svix_application");
    return application == null
        ? byUid(share, rate, deadKeys)
        : new Deliver(new Target(organization, application, false), share, rate, deadKeys);
  }

  private Disposition unknown() {
    return switch (settings.unknown()) {
      case CREATE ->
          byUid(
              new Share(settings.inFlightLimit(), 1),
              Double.POSITIVE_INFINITY,
              DeadKeyPolicy.CONTINUE);
      case SKIP -> new Skip();
      case HOLD -> new Hold(HoldReason.UNKNOWN_ORGANIZATION, OffsetDateTime.MAX);
    };
  }

  private Disposition byUid(Share share, double rate, DeadKeyPolicy deadKeys) {
    return organization.isSvixUid()
        ? new Deliver(new Target(organization, organization.value(), true), share, rate, deadKeys)
        : new Hold(HoldReason.NO_USABLE_UID, OffsetDateTime.MAX);
  }
}

package dev.signalbox.relay.organization;

/**
 * What applies where the organization's row says nothing.
 *
 * @param unknown what happens to an organization without a row
 * @param inFlightLimit calls that one organization may have in flight at once
 */
public record OrganizationSettings(UnknownOrganization unknown, int inFlightLimit) {

  /** Create applications; 16 calls in flight. */
  public static final OrganizationSettings DEFAULT =
      new OrganizationSettings(UnknownOrganization.CREATE, 16);
}

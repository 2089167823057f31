package dev.signalbox.relay.organization;

/** What happens to the events of an organization that has no row of its own. */
public enum UnknownOrganization {
  /** Its Svix application is created, with the organization id as its uid. */
  CREATE,
  /** They wait until the organization has a row. */
  HOLD,
  /** They become dead letters of the class {@code skipped} at once; nobody is asked. */
  SKIP
}

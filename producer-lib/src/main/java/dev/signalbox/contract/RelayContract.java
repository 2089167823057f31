package dev.signalbox.contract;

/** Names that producers, relay and operators agree on. */
public final class RelayContract {

  /** Type of the workflow that belongs to one organization. */
  public static final String WORKFLOW_TYPE = "OrganizationRelay";

  /** Signal without arguments: there may be something to deliver. */
  public static final String WAKE_SIGNAL = "wake";

  /** Query that answers a {@link RelayStatus}. */
  public static final String STATUS_QUERY = "status";

  /** Task queue of workflow and slices where nothing else is configured. */
  public static final String DEFAULT_TASK_QUEUE = "signalbox-relay";

  /** The way of writing a row that this version produces, {@code outbox_event.payload_version}. */
  public static final int PAYLOAD_VERSION = 1;

  private RelayContract() {}

  /**
   * The id of the one workflow of an organization, {@code signalbox/<source>/<organization>}, where
   * all but letters, digits, {@code -}, _ and dot of the organization is percent-encoded.
   */
  public static String workflowId(Source source, OrganizationId organization) {
    return WorkflowIds.of(source, organization);
  }

  /**
   * By which Temporal shares a task queue among organizations, for workflows and slices alike: the
   * organization id where it takes at most 64 bytes of UTF-8, else its SHA-256 in hex.
   */
  public static String fairnessKey(OrganizationId organization) {
    return FairnessKeys.of(organization);
  }
}

package dev.signalbox.relay.organization;

/** When the row of an organization keeps its events back, for statements that ask it. */
public final class StopCondition {

  /** A condition on the columns of the table {@code organization}: paused or disabled now. */
  public static final String HOLDS =
      "state <> 'active' AND (state_until IS NULL OR state_until > now())";

  private StopCondition() {}
}

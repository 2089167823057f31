package dev.signalbox.relay.drain;

import java.sql.SQLException;

/** What holds for the events of a type. */
interface RetryPolicies {

  /** The policy of one event type; there is one for each. */
  RetryPolicy of(String eventType) throws SQLException;
}

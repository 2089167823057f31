package dev.signalbox.relay.redrive;

import dev.signalbox.contract.SchemaName;
import dev.signalbox.outbox.EventId;
import dev.signalbox.relay.operation.Attribution;
import dev.signalbox.relay.operation.OperationLog;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Takes letters out of the dead letters, some with each transaction, which puts them back into the
 * outbox, or does not, and counts them in the record of the operation. Attempts of one operation
 * take turns, so that a step that is repeated goes on where the one before it ended.
 */
final class LetterMover {

  /** Payload bytes of one transaction; a single larger letter goes alone. */
  private static final long BYTES = 16 << 20;

  /** Not limited to an organization: it bounds an operation that the operator may not limit. */
  private static final String LAST_LETTER =
      "SELECT coalesce(max(letter_id), 0) FROM {schema}.dead_letter";

  /**
   * Not limited to an organization unless the operator limits it. The limits of the letter's number
   * let the primary key serve, and bound what one step locks.
   */
  private static final String TAKE =
      """
      WITH head AS MATERIALIZED (
        SELECT letter_id, octet_length(payload)::bigint AS size
        FROM {schema}.dead_letter
        WHERE letter_id > ? AND letter_id <= ? AND {selected}
        ORDER BY letter_id
        LIMIT ?
        FOR UPDATE
      ), picked AS (
        SELECT letter_id
        FROM (SELECT letter_id, size, sum(size) OVER (ORDER BY letter_id) AS total FROM head) AS summed
        WHERE total <= ? OR total = size
      ), gone AS (
        DELETE FROM {schema}.dead_letter AS letter
        USING picked
        WHERE letter.letter_id = picked.letter_id
        RETURNING letter.letter_id, letter.id, letter.event_id, letter.appended_at, letter.payload_version,
          letter.organization_id, letter.event_type, letter.ordering_key, letter.channels, letter.headers,
          letter.payload, letter.payload_key, letter.parked
      )
      """;

  private static final String COUNTS =
      """
      SELECT (SELECT count(*) FROM head) AS found, count(*) AS moved, coalesce(max(letter_id), 0) AS last,
        coalesce(array_agg(DISTINCT organization_id), '{}') AS organizations
      FROM gone
      """;

  /** What goes back, but for its id; it is due now, and refused by nobody. */
  private static final String RETURNED_COLUMNS =
      """
      event_id, appended_at, next_attempt_at, payload_version, organization_id, event_type, ordering_key,
        channels, headers, payload, payload_key
      """;

  /**
   * A parked letter goes back under its own id, and so first of its key; where a restored database
   * has given the number twice, it gets a new one, as every other letter does.
   */
  private static final String PUT_BACK =
      """
      , renamed AS (
        SELECT gone.*, coalesce(fresh.fresh_id, gone.event_id) AS returned_event_id,
          gone.parked AND gone.doubles = 1 AND NOT EXISTS (
            SELECT FROM {schema}.outbox_event AS taken WHERE taken.id = gone.id
          ) AS keeps_id
        FROM (
          SELECT gone.*, row_number() OVER (ORDER BY letter_id) AS place,
            row_number() OVER (PARTITION BY parked, id ORDER BY letter_id) AS doubles
          FROM gone
        ) AS gone
        LEFT JOIN unnest(?::uuid[]) WITH ORDINALITY AS fresh (fresh_id, place) USING (place)
      ), first_again AS (
        INSERT INTO {schema}.outbox_event (id, {returned})
        OVERRIDING SYSTEM VALUE
        SELECT id, returned_event_id, appended_at, now(), payload_version, organization_id, event_type,
          ordering_key, channels, headers, payload, payload_key
        FROM renamed
        WHERE keeps_id
      ), last_again AS (
        INSERT INTO {schema}.outbox_event ({returned})
        SELECT returned_event_id, appended_at, now(), payload_version, organization_id, event_type,
          ordering_key, channels, headers, payload, payload_key
        FROM renamed
        WHERE NOT keeps_id
        ORDER BY letter_id
      )
      """
          .replace("{returned}", RETURNED_COLUMNS.strip());

  /**
   * Whose rest has no end is woken by us or by nobody: if our wake is lost, the sweep may do it.
   * Locked in order, so that two operations do not wait for each other.
   */
  private static final String END_QUIET =
      """
      UPDATE {schema}.relay_lease
      SET quiet_until = NULL, quiet_reason = NULL
      WHERE organization_id IN (
        SELECT organization_id
        FROM {schema}.relay_lease
        WHERE organization_id = ANY (?) AND quiet_until = 'infinity'
        ORDER BY organization_id
        FOR UPDATE
      )
      """;

  private final DataSource dataSource;
  private final OperationLog operations;
  private final String lastLetter;
  private final String putBack;
  private final String discard;
  private final String endQuiet;

  @Inject
  LetterMover(DataSource dataSource, SchemaName schema, OperationLog operations) {
    this.dataSource = dataSource;
    this.operations = operations;
    this.lastLetter = schema.in(LAST_LETTER);
    this.putBack = schema.in(TAKE + PUT_BACK + COUNTS);
    this.discard = schema.in(TAKE + COUNTS);
    this.endQuiet = schema.in(END_QUIET);
  }

  /** Records the operation, once, and returns the last letter there is. */
  long begin(OperationInput input) throws SQLException {
    String organization = input.selection().organizationId();
    return inOneTransaction(
        connection -> {
          operations.begin(
              connection,
              UUID.fromString(input.operationId()),
              OperationKind.of(input.kind()).word(),
              new Attribution(input.actor(), input.reason()),
              organization.isEmpty() ? null : organization,
              input.selection().words());
          return lastLetter(connection);
        });
  }

  /** Takes some letters. */
  Moved move(MoveRequest request) throws SQLException {
    UUID operation = UUID.fromString(request.operationId());
    return inOneTransaction(
        connection -> {
          OperationLog.Standing standing = operations.hold(connection, operation);
          if (!standing.running()) {
            return new Moved(new MoveResult(0, 0, standing.affected(), true), List.of());
          }
          Taken taken = take(connection, request);
          boolean last = taken.found() < request.limit() && taken.moved() == taken.found();
          operations.count(connection, operation, taken.moved(), last);
          endQuiet(connection, taken.organizations());
          long affected = standing.affected() + taken.moved();
          return new Moved(
              new MoveResult(taken.moved(), taken.last(), affected, last), taken.organizations());
        });
  }

  /** Ends it before it is done. */
  void end(EndRequest request) throws SQLException {
    inOneTransaction(
        connection -> {
          operations.end(connection, UUID.fromString(request.operationId()), request.state());
          return request;
        });
  }

  private long lastLetter(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(lastLetter);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private Taken take(Connection connection, MoveRequest request) throws SQLException {
    OperationKind kind = OperationKind.of(request.kind());
    SelectionClause clause = new SelectionClause(request.selection());
    String sql = clause.in(kind == OperationKind.DISCARD ? discard : putBack);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, request.after());
      statement.setLong(2, request.end());
      int next = clause.bind(statement, 3);
      statement.setInt(next, request.limit());
      statement.setLong(next + 1, BYTES);
      if (kind != OperationKind.DISCARD) {
        statement.setArray(next + 2, freshIds(connection, kind, request.limit()));
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Taken(
            row.getLong("found"),
            row.getLong("moved"),
            row.getLong("last"),
            texts(row.getArray("organizations")));
      }
    }
  }

  /** Of the same kind as the producers', minted by the same code. */
  private static Array freshIds(Connection connection, OperationKind kind, int count)
      throws SQLException {
    Object[] ids =
        kind == OperationKind.RESEND
            ? Stream.generate(() -> EventId.mint().value()).limit(count).toArray()
            : new Object[0];
    return connection.createArrayOf("uuid", ids);
  }

  private void endQuiet(Connection connection, List<String> organizations) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(endQuiet)) {
      statement.setArray(1, connection.createArrayOf("text", organizations.toArray()));
      statement.executeUpdate();
    }
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  private <T> T inOneTransaction(Work<T> work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private record Taken(long found, long moved, long last, List<String> organizations) {}

  /** What a transaction did, and to whom. */
  record Moved(MoveResult result, List<String> organizations) {}
}

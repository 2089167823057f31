package dev.signalbox.bench.append;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The least that can be done to store the messages, by statements alone. */
final class RawAppends {

  private static final String INSERT =
      """
      INSERT INTO bench.floor_event (event_id, payload_version, organization_id, event_type, payload)
      VALUES (?, 1, ?, ?, ?)
      """;

  private static final String UNNEST =
      """
      INSERT INTO bench.floor_event (event_id, payload_version, organization_id, event_type, payload)
      SELECT event_id, 1, organization_id, event_type, payload
      FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[])
        AS row (event_id, organization_id, event_type, payload)
      """;

  private static final String COPY =
      """
      COPY bench.floor_event (event_id, payload_version, organization_id, event_type, payload) FROM STDIN
      """;

  private RawAppends() {}

  /** One prepared INSERT per message. */
  static void insert(Connection connection, List<Message> messages) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (Message message : messages) {
        bind(statement, message);
        statement.executeUpdate();
      }
    }
  }

  /** The same INSERT as a JDBC batch. */
  static void batch(Connection connection, List<Message> messages) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (Message message : messages) {
        bind(statement, message);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void bind(PreparedStatement statement, Message message) throws SQLException {
    statement.setObject(1, id());
    statement.setString(2, message.organization());
    statement.setString(3, message.type());
    statement.setString(4, message.payload());
  }

  /** One statement over arrays. */
  static void unnest(Connection connection, List<Message> messages) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UNNEST)) {
      Object[] ids = messages.stream().map(message -> id()).toArray();
      statement.setArray(1, connection.createArrayOf("uuid", ids));
      setTexts(connection, statement, 2, messages, Message::organization);
      setTexts(connection, statement, 3, messages, Message::type);
      setTexts(connection, statement, 4, messages, Message::payload);
      statement.executeUpdate();
    }
  }

  private static void setTexts(
      Connection connection,
      PreparedStatement statement,
      int index,
      List<Message> messages,
      Function<Message, String> column)
      throws SQLException {
    Object[] texts = messages.stream().map(column).toArray();
    statement.setArray(index, connection.createArrayOf("text", texts));
  }

  /** COPY as text. The payloads hold nothing that had to be escaped. */
  static void copy(Connection connection, List<Message> messages) throws SQLException, IOException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
    StringBuilder rows = new StringBuilder();
    for (Message message : messages) {
      rows.append(id())
          .append("\t1\t")
          .append(message.organization())
          .append('\t')
          .append(message.type())
          .append('\t')
          .append(message.payload())
          .append('\n');
    }
    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    copy.endCopy();
  }

  /** No more than a random UUID costs, as secure randomness is no part of the floor. */
  private static UUID id() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong());
  }
}

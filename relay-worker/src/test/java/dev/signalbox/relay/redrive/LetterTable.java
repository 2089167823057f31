package dev.signalbox.relay.redrive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Puts letters into a database, and reads its tables. */
public final class LetterTable {

  private static final String INSERT =
      """
      INSERT INTO signalbox.dead_letter
        (id, event_id, appended_at, first_refused_at, died_at, attempts, suspected_kills, payload_version, status,
         organization_id, event_type, ordering_key, channels, headers, payload, error_class, parked, reason, response)
      VALUES (?, ?, now() - interval '9 days', now() - interval '8 days', now() - ?::interval, 7, 2, 1, 422,
        ?, ?, ?, '{a,b}', '{"h":"v"}', ?, ?, ?, 'Svix answered 422.', 'too bad')
      RETURNING letter_id
      """;

  private final DataSource dataSource;

  /** Of this database. */
  public LetterTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** A letter that is like the others but for what is asked for. */
  public Letter letter(String organization) {
    return new Letter(
        organization, "thing.made", "rejected", "1 minute", 1, false, UUID.randomUUID());
  }

  /**
   * What a letter is made of.
   *
   * @param age since it died, as an interval
   * @param id what it was in the outbox
   */
  public record Letter(
      String organization,
      String type,
      String errorClass,
      String age,
      long id,
      boolean parked,
      UUID eventId) {

    /** Of another type. */
    public Letter type(String other) {
      return new Letter(organization, other, errorClass, age, id, parked, eventId);
    }

    /** Of another class. */
    public Letter errorClass(String other) {
      return new Letter(organization, type, other, age, id, parked, eventId);
    }

    /** Of another age. */
    public Letter age(String other) {
      return new Letter(organization, type, errorClass, other, id, parked, eventId);
    }

    /** That blocks its key, and was that row of the outbox. */
    public Letter parked(long row) {
      return new Letter(organization, type, errorClass, age, row, true, eventId);
    }

    /** Of an event that is known. */
    public Letter event(UUID other) {
      return new Letter(organization, type, errorClass, age, id, parked, other);
    }
  }

  /** Buries it; returns its number. */
  public long bury(Letter letter) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setLong(1, letter.id());
      statement.setObject(2, letter.eventId());
      statement.setString(3, letter.age());
      statement.setString(4, letter.organization());
      statement.setString(5, letter.type());
      statement.setString(6, letter.parked() ? "key" : null);
      statement.setString(7, payload(letter.eventId()));
      statement.setString(8, letter.errorClass());
      statement.setBoolean(9, letter.parked());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** What the letter of an event carries. */
  public static String payload(UUID event) {
    return "{ \"e\":\"" + event + "\" }";
  }

  /** First column of each row, as text. */
  public List<String> texts(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      List<String> texts = new ArrayList<>();
      while (row.next()) {
        texts.add(String.valueOf(row.getString(1)));
      }
      return texts;
    }
  }

  /** Runs a statement. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  /** Numbers of the letters that are left. */
  public List<String> left() throws SQLException {
    return texts("SELECT letter_id FROM signalbox.dead_letter ORDER BY letter_id");
  }

  /** Events that are in the outbox, in its order. */
  public List<String> pending() throws SQLException {
    return texts("SELECT event_id FROM signalbox.outbox_event ORDER BY id");
  }

  /** Empties every table that a test fills. */
  public void clear() throws SQLException {
    execute(
        "TRUNCATE signalbox.dead_letter, signalbox.outbox_event, signalbox.operation,"
            + " signalbox.relay_lease, signalbox.organization");
  }
}

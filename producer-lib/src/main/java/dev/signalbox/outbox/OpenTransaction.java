package dev.signalbox.outbox;

import dev.signalbox.contract.OrganizationId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A transaction of {@link OutboxTransaction} while its body runs. For one thread. */
public final class OpenTransaction {

  private final Connection connection;
  private final Outbox outbox;
  private final Set<OrganizationId> organizations = new LinkedHashSet<>();

  OpenTransaction(Connection connection, Outbox outbox) {
    this.connection = connection;
    this.outbox = outbox;
  }

  /**
   * For the caller's own statements. The body must neither commit nor roll back as a whole, change
   * auto-commit, nor close; savepoints are fine.
   */
  public Connection connection() {
    return connection;
  }

  /** As {@link Outbox#append}; the organization is signaled after the commit. */
  public EventId append(OutboxEvent event) throws SQLException {
    return appendBatch(List.of(event)).get(0);
  }

  /** As {@link Outbox#appendBatch}; the organizations are signaled after the commit. */
  public List<EventId> appendBatch(List<OutboxEvent> events) throws SQLException {
    List<OutboxEvent> batch = List.copyOf(events);
    List<EventId> ids = outbox.appendBatch(connection, batch);
    batch.forEach(event -> organizations.add(new OrganizationId(event.organization())));
    return ids;
  }

  /** Those appended to so far. */
  Set<OrganizationId> organizations() {
    return organizations;
  }
}

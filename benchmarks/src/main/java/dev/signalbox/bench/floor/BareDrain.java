package dev.signalbox.bench.floor;

import dev.signalbox.bench.peer.Delivery;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What nobody can do without who keeps events in PostgreSQL and gives them to one drainer at a
 * time: a commit that takes a token, pages that are read while others are under way, a call for
 * each event, and a DELETE for each page. It guards nothing by the token, and knows of no failures,
 * keys, pauses or late commits. Thread-safe.
 */
public final class BareDrain implements AutoCloseable {

  private static final int PAGE = 1_000;

  private final Pages pages;
  private final Delivery delivery;
  private final BlockingQueue<Call> calls = new ArrayBlockingQueue<>(PAGE);
  private final ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor();

  /** One event's call, and where its end is told. */
  private record Call(Pages.Row row, CompletableFuture<Void> end) {}

  /**
   * Makes the tables.
   *
   * @param database empty
   * @param inFlight calls at once, of all organizations
   */
  public BareDrain(PostgresDatabase database, Delivery delivery, int inFlight) throws SQLException {
    this.pages = new Pages(database);
    this.delivery = delivery;
    for (int i = 0; i < inFlight; i++) {
      lanes.execute(this::work);
    }
  }

  /** What is told of it in a report. */
  public static Map<String, String> settings() {
    return Map.of(
        "client", "the lean loop's",
        "database", "our tables, pages of 1,000, one DELETE each; no log of what was delivered");
  }

  /** One transaction. */
  public void append(List<OutboxEvent> events) throws SQLException {
    pages.append(events);
  }

  /** After what was appended, so that no turn pays for another's. */
  public void checkpoint() throws SQLException {
    pages.checkpoint();
  }

  /** Returns when all that the organization has is delivered and deleted. */
  public void drain(String organization) throws SQLException, InterruptedException {
    pages.lease(organization);
    List<CompletableFuture<Void>> deleted = new ArrayList<>();
    List<Pages.Row> page = pages.read(organization, 0, PAGE);
    while (!page.isEmpty()) {
      deleted.add(send(page));
      page =
          page.size() < PAGE
              ? List.of()
              : pages.read(organization, page.get(page.size() - 1).id(), PAGE);
    }
    deleted.forEach(CompletableFuture::join);
  }

  /** Returns when its last call is in line. */
  private CompletableFuture<Void> send(List<Pages.Row> page) throws InterruptedException {
    CompletableFuture<?>[] ends = new CompletableFuture<?>[page.size()];
    for (int i = 0; i < ends.length; i++) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      ends[i] = end;
      calls.put(new Call(page.get(i), end));
    }
    return CompletableFuture.allOf(ends).thenRunAsync(() -> delete(page), lanes);
  }

  private void delete(List<Pages.Row> page) {
    try {
      pages.delete(page);
    } catch (SQLException e) {
      throw new IllegalStateException("A page could not be deleted.", e);
    }
  }

  private void work() {
    try {
      while (true) {
        call(calls.take());
      }
    } catch (InterruptedException e) { // the end
      Thread.currentThread().interrupt();
    }
  }

  private void call(Call call) {
    try {
      delivery.send(call.row().message(), call.row().eventId());
      call.end().complete(null);
    } catch (Throwable e) { // fails the drain, whatever it is
      call.end().completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    lanes.shutdownNow();
    for (Call call = calls.poll(); call != null; call = calls.poll()) {
      call.end().cancel(false);
    }
    pages.close();
  }
}

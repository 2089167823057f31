package dev.signalbox.relay.sweep;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.wake.Wakes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the organizations that nobody drains although they have due rows, and wakes them. A sweep
 * goes round all organizations once, or until it has woken as many as it may or its time is over;
 * then the next one goes on behind the last, so that those who are woken in vain do not starve the
 * others.
 */
@Singleton
public final class Sweep {

  private static final Logger log = LoggerFactory.getLogger(Sweep.class);

  /** After this time a sweep reads no further page; the next one goes on. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** SQLSTATE of a statement that took too long. */
  private static final String QUERY_CANCELED = "57014";

  /** Before every organization. */
  private static final String BEGINNING = "";

  private final PendingOrganizations organizations;
  private final Wakes wakes;
  private final int limit;

  /**
   * Two sweeps at once may overwrite it: then one of them is repeated in part. It is this worker's
   * own, also where Temporal's schedule gives each sweep to another: each worker goes round all
   * organizations, and no organization's id gets into Temporal's history.
   */
  private volatile String cursor = BEGINNING;

  @Inject
  Sweep(PendingOrganizations organizations, Wakes wakes, SweepSettings settings) {
    this.organizations = organizations;
    this.wakes = wakes;
    this.limit = settings.limit();
  }

  /**
   * Sweeps once. Every page is one short statement, and its organizations are woken before the next
   * one is read.
   */
  public Swept sweep() throws SQLException {
    Turn turn = new Turn(cursor);
    try {
      boolean goesOn = true;
      while (goesOn) {
        goesOn = turn.page() && !turn.isOver();
        cursor = turn.last;
      }
    } finally {
      turn.report();
    }
    return new Swept(turn.woken, turn.overdue);
  }

  /** One sweep; used by one thread. */
  private final class Turn {

    private final String start;
    private final long began = System.nanoTime();
    private String last;
    private boolean wrapped;
    private Reach reach = Reach.FULL;
    private int woken;
    private int overdue;
    private @Nullable Visit example;

    Turn(String start) {
      this.start = start;
      this.last = start;
      this.wrapped = start.equals(BEGINNING);
    }

    boolean isOver() {
      return System.nanoTime() - began >= LONGEST.toNanos();
    }

    /** Visits a page; returns whether another one follows. */
    boolean page() throws SQLException {
      Optional<List<Visit>> page = read();
      List<OrganizationId> forgotten = new ArrayList<>();
      boolean goesOn = page.isPresent() ? visit(page.get(), forgotten) : pass(forgotten);
      if (!forgotten.isEmpty()) {
        wakes.wake(forgotten);
      }
      return goesOn;
    }

    /**
     * A place where a statement takes too long is passed by shorter ones, to the turn's end. Empty
     * where the shortest takes too long.
     */
    private Optional<List<Visit>> read() throws SQLException {
      while (true) {
        try {
          return Optional.of(organizations.visit(last, start, reach));
        } catch (SQLException e) {
          if (!QUERY_CANCELED.equals(e.getSQLState())) {
            throw e;
          }
          if (reach == Reach.SHORTEST) {
            return Optional.empty();
          }
          reach = reach.shorter();
          log.info(
              "A statement of the sweep took too long; it goes on by {} organizations at a time.",
              reach.organizations());
        }
      }
    }

    private boolean visit(List<Visit> page, List<OrganizationId> forgotten) {
      return visitAll(page, forgotten) && (page.size() == reach.organizations() || wrap());
    }

    /** Nobody must stay behind a place that cannot be read: whoever comes next is woken unseen. */
    private boolean pass(List<OrganizationId> forgotten) throws SQLException {
      Optional<Visit> next = organizations.nextDrained(last, start);
      log.warn(
          "Even the shortest statement of the sweep takes too long behind organization={}; it goes"
              + " on behind {}. Dead rows that no vacuum can remove look like this.",
          last,
          next.map(Visit::organization).orElse("the last one"));
      return next.isPresent() ? visitAll(List.of(next.get()), forgotten) : wrap();
    }

    private boolean visitAll(List<Visit> page, List<OrganizationId> forgotten) {
      for (Visit visit : page) {
        if (wrapped && !start.equals(BEGINNING) && !visit.inOrBeforeStart()) {
          return false;
        }
        last = visit.organization();
        if (visit.forgotten()) {
          add(visit, forgotten);
        }
        if (woken == limit) {
          return false;
        }
      }
      return true;
    }

    /** Behind the last organization comes the first, once. */
    private boolean wrap() {
      boolean goesOn = !wrapped;
      wrapped = true;
      last = BEGINNING;
      return goesOn;
    }

    /** One row that was written past the producer's checks must not cost the others their wake. */
    private void add(Visit visit, List<OrganizationId> forgotten) {
      try {
        forgotten.add(new OrganizationId(visit.organization()));
      } catch (IllegalArgumentException e) {
        log.error("Rows of an organization can never be relayed: {}", e.getMessage());
        return;
      }
      woken++;
      Instant since = visit.overdueSince();
      if (since != null) {
        overdue++;
        example = example == null ? visit : example;
      }
    }

    void report() {
      if (example != null) {
        log.warn(
            "Rows of {} organizations have been due for more than {} and make no progress; a wrong"
                + " task queue looks like this. They are woken again: organization={} since={}",
            overdue,
            PendingOrganizations.OVERDUE,
            example.organization(),
            example.overdueSince());
      }
    }
  }
}

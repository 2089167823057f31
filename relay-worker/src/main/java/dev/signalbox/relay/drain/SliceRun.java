package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.FailurePolicy.Stop;
import dev.signalbox.relay.drain.FailurePolicy.Verdict;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.lease.Quiet;
import dev.signalbox.relay.organization.Disposition.Deliver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * One slice that holds the lease: look, deliver, settle, and again until the slice's time is over
 * or nothing is left; then linger, clear the flag, look once more. Not thread-safe: one thread's
 * work.
 */
final class SliceRun {

  /** How often a busy slice looks for what committed late. */
  private static final long LATE_LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  /** The rest after a slice that did not come to the end of the outbox. */
  private static final Duration LONGEST_UNSEEN = Duration.ofMinutes(1);

  private final SliceSteps steps;
  private final Lease lease;
  private final Deliver destination;
  private final SliceRequest request;
  private final OutboxView view;
  private final SettleBehind behind;
  private final SliceTally tally = new SliceTally();
  private final long started = System.nanoTime();
  private boolean idle = true;
  private long lastEvent;
  private long lastLateLook = started;

  SliceRun(SliceSteps steps, Lease lease, Deliver destination, SliceRequest request) {
    this.steps = steps;
    this.lease = lease;
    this.destination = destination;
    this.request = request;
    this.view =
        new OutboxView(
            steps.reader(),
            lease.organization(),
            new OutboxView.Limits(
                steps.linger().settings().batchRows(), steps.linger()::byteLimit, this::isOver),
            System::nanoTime);
    this.behind = steps.settlements().of(lease);
    this.lastEvent = started - (request.warm() ? 0 : lingerNanos());
  }

  SliceResult run() throws SQLException, InterruptedException {
    try {
      return drain();
    } catch (SQLException | InterruptedException | RuntimeException e) {
      finishAfter(e);
      throw e;
    }
  }

  private SliceResult drain() throws SQLException, InterruptedException {
    List<PendingEvent> batch = view.fromTheBeginning();
    while (true) {
      if (!batch.isEmpty()) {
        idle = false;
        Verdict verdict =
            steps.dispatch().deliver(destination, batch, this::isOver, request.setbacks());
        if (!behind.join()) {
          return tally.more();
        }
        settle(verdict);
        if (verdict.stop().isPresent()) {
          return rest(verdict.stop().get());
        }
      }
      if (isOver()) {
        return finish();
      }
      batch = look();
      if (batch.isEmpty()) {
        if (!behind.join()) {
          return tally.more();
        }
        if (!view.mayHaveMore() && awaitNews()) { // else too many keys wait to look past them
          batch = view.again();
        } else if (!isOver()) {
          return clear();
        }
      }
    }
  }

  private void settle(Verdict verdict) {
    behind.settle(verdict.settlement());
    tally.add(verdict.settlement());
    verdict.undelivered().forEach(view::undelivered);
    lastEvent = System.nanoTime();
  }

  private List<PendingEvent> look() throws SQLException, InterruptedException {
    if (view.mustLookAgain()) {
      return behind.join() ? view.again() : List.of();
    }
    if (!view.mayHaveMore()) {
      return List.of();
    }
    if (!isTimeForLateLook()) {
      return view.onward();
    }
    return behind.join() ? view.again() : List.of();
  }

  private boolean awaitNews() throws InterruptedException {
    long now = System.nanoTime();
    long patience = Math.min(lastEvent + lingerNanos() - now, started + sliceNanos() - now);
    if (!view.watchMissesLateEvents()) {
      return awaitNews(patience);
    }
    long untilLateLook = Math.max(1, lastLateLook + LATE_LOOK_NANOS - now);
    return awaitNews(Math.min(patience, untilLateLook))
        || (untilLateLook < patience && isTimeForLateLook());
  }

  private boolean awaitNews(long patienceNanos) throws InterruptedException {
    return steps
        .linger()
        .awaitNews(organization(), view.watchPosition(), Duration.ofNanos(patienceNanos));
  }

  private boolean isTimeForLateLook() {
    if (System.nanoTime() - lastLateLook < LATE_LOOK_NANOS) {
      return false;
    }
    lastLateLook = System.nanoTime();
    return true;
  }

  /** The slice's time is over and the next one goes on at once, unless it would get no further. */
  private SliceResult finish() throws SQLException, InterruptedException {
    if (!behind.join()) {
      return tally.more();
    }
    if (isOutOfReach()) {
      return steps.leases().clear(lease) ? dry() : tally.more();
    }
    steps.leases().finish(lease);
    return tally.more();
  }

  /** All of the slice's time went into looking past blocked keys; so would that of the next. */
  private boolean isOutOfReach() {
    return idle && !view.hasSeenTheEnd() && !steps.linger().isStopping();
  }

  private SliceResult rest(Stop stop) throws SQLException, InterruptedException {
    Quiet quiet = Quiet.lasting(stop.pause(), stop.obstacle().word());
    return behind.join() && steps.leases().rest(lease, quiet) ? tally.stopped(stop) : tally.more();
  }

  /** Nothing is left as far as seen: producers must signal again, and only then the last look. */
  private SliceResult clear() throws SQLException {
    if (!steps.leases().clear(lease)) {
      return tally.more();
    }
    boolean found = !view.fromTheBeginning().isEmpty();
    boolean unfinished = view.mayHaveMore() && isOver() && !isOutOfReach();
    return found || unfinished ? tally.more() : dry();
  }

  /** What no look came to is looked for again before long, be it due or not. */
  private SliceResult dry() {
    long nextDue = view.nextDueMillis();
    boolean tooLate = nextDue == SliceResult.NEVER || nextDue > LONGEST_UNSEEN.toMillis();
    return tally.dry(view.mayHaveMore() && tooLate ? LONGEST_UNSEEN.toMillis() : nextDue);
  }

  /** A slice that fails has not been killed: the next one need not be careful. */
  private void finishAfter(Exception failure) {
    try {
      behind.awaitEnd();
      steps.leases().finish(lease);
    } catch (SQLException | RuntimeException e) {
      failure.addSuppressed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isOver() {
    return steps.linger().isStopping() || System.nanoTime() - started >= sliceNanos();
  }

  private OrganizationId organization() {
    return lease.organization();
  }

  private long sliceNanos() {
    return steps.linger().settings().sliceTime().toNanos();
  }

  private long lingerNanos() {
    return steps.linger().settings().linger().toNanos();
  }
}

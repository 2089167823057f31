package dev.signalbox.relay.drain;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.drain.FailurePolicy.Stop;
import dev.signalbox.relay.drain.FailurePolicy.Verdict;
import dev.signalbox.relay.lease.Lease;
import dev.signalbox.relay.lease.Quiet;
import dev.signalbox.relay.organization.Disposition.Deliver;
import dev.signalbox.relay.organization.Disposition.Drain;
import dev.signalbox.relay.organization.Disposition.Skip;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * One lap of a slice that holds the lease: look, deliver, settle, and again until the lap's time is
 * over or nothing is left; then linger, clear the flag, look once more. Where the last holder never
 * finished, it is careful to its end: one event at a time, marked before the call. Not thread-safe:
 * one thread's work.
 */
final class Lap {

  /** The part of a lap's time, at its end, in which an event must come for another slice. */
  private static final int COOLING = 4;

  /** The rest after a slice that did not come to the end of the outbox. */
  private static final Duration LONGEST_UNSEEN = Duration.ofMinutes(1);

  private static final String NEWER =
      "Events wait that were written for a newer version of the relay; its deploy sets them going.";

  private final SliceSteps steps;
  private final Slice slice;
  private final Lease lease;
  private final Drain course;
  private final SliceRequest request;
  private final Pace pace;
  private final OutboxView view;
  private final SettleBehind behind;
  private final Flights flights;
  private final SliceTally tally;
  private final long end;
  private boolean idle = true;
  private final EverySecond lateLooks;
  private final EverySecond retryLooks;
  private boolean justLingered;
  private boolean unfinished;
  private volatile boolean over;

  /**
   * The slice that a lap is of.
   *
   * @param tally what its laps did
   * @param warmth when they had an event last
   * @param end after which it has no other lap, nor less than half a lap before
   * @param isAwaited whether Temporal waits for another lap
   */
  record Slice(
      SliceRequest request, SliceTally tally, Warmth warmth, long end, BooleanSupplier isAwaited) {}

  /** A lap that begins now. */
  Lap(SliceSteps steps, Slice slice, Lease lease, Drain course) {
    this.steps = steps;
    this.slice = slice;
    this.lease = lease;
    this.course = course;
    this.tally = slice.tally();
    this.request = slice.request();
    this.lateLooks = new EverySecond(steps.ticker());
    this.retryLooks = new EverySecond(steps.ticker());
    this.end = now() + lapNanos();
    this.pace = new Pace(steps.paces(), lease, course.rate());
    this.view =
        new OutboxView(
            steps.reader(),
            lease.organization(),
            new OutboxView.Limits(batchRows(), this::byteLimit, steps.largeEvents(), this::isOver),
            steps.ticker());
    this.behind = steps.settlements().of(lease);
    this.flights =
        new Flights(
            view, behind, new Flights.Limits(this::isOver, this::mayOverlap, this::byteLimit));
  }

  /** Empty when its time is over, it still has the lease, and another lap of the slice goes on. */
  Optional<SliceResult> run() throws SQLException, InterruptedException {
    try {
      return drain();
    } catch (SQLException | InterruptedException | RuntimeException e) {
      flights.abandon(e instanceof InterruptedException);
      finishAfter(e);
      throw e;
    } finally {
      flights.abandon(false);
      view.giveRoomBack();
    }
  }

  private Optional<SliceResult> drain() throws SQLException, InterruptedException {
    Optional<SliceResult> result = work(view.fromTheBeginning());
    while (result.isEmpty() && !unfinished) {
      result = goOn();
    }
    return result;
  }

  private Optional<SliceResult> goOn() throws SQLException, InterruptedException {
    Optional<List<PendingEvent>> begun = flights.following();
    if (begun.isPresent()) {
      return work(begun.get());
    }
    if (isOver()) {
      return finish();
    }
    if (pace.isSpent() && !awaitPace()) {
      return Optional.of(rest(pace.stop()));
    }
    return isOver() ? finish() : workOrLinger(look()); // the wait may be its last
  }

  private Optional<SliceResult> workOrLinger(List<PendingEvent> batch)
      throws SQLException, InterruptedException {
    if (!batch.isEmpty()) {
      return work(batch);
    }
    if (!behind.join()) {
      return Optional.of(tally.more());
    }
    if (!view.mayHaveMore() && awaitNews()) { // else too many keys wait to look past them
      return work(lookAfterLinger());
    }
    return isOver() ? Optional.empty() : Optional.of(clear());
  }

  /** Delivers and settles, and holds the events no longer than that. */
  private Optional<SliceResult> work(List<PendingEvent> batch)
      throws SQLException, InterruptedException {
    if (batch.isEmpty()) {
      return Optional.empty();
    }
    idle = false;
    Optional<Verdict> verdict = deliver(batch);
    if (verdict.isEmpty()) {
      return Optional.of(tally.more());
    }
    if (isLast(verdict.get())) {
      return Optional.of(settleAndClear(verdict.get()));
    }
    settle(verdict.get());
    Optional<Stop> stop = verdict.get().stop();
    return stop.isPresent() ? Optional.of(stop(stop.get())) : Optional.empty();
  }

  /** What has begun beside the batch that was stopped begins nothing else, and is settled first. */
  private SliceResult stop(Stop stop) throws SQLException, InterruptedException {
    if (flights.hasNext()) {
      Optional<Verdict> verdict = flights.landNext();
      if (verdict.isEmpty()) {
        return tally.more();
      }
      settle(verdict.get());
    }
    return rest(stop);
  }

  /** Empty when the lease is lost; then whoever has it delivers again. */
  private Optional<Verdict> deliver(List<PendingEvent> batch)
      throws SQLException, InterruptedException {
    Optional<List<PendingEvent>> granted = pace.grant(batch, request.setbacks());
    if (granted.isEmpty()) {
      return Optional.empty();
    }
    List<PendingEvent> chosen = granted.get();
    if (chosen.size() < batch.size()) {
      Set<PendingEvent> tried = new HashSet<>(chosen);
      batch.stream().filter(event -> !tried.contains(event)).forEach(view::untried);
    }
    try {
      return chosen.isEmpty() ? Optional.of(Verdict.NOTHING) : judge(chosen);
    } finally {
      view.giveRoomBack(); // what needs room flies alone
    }
  }

  private Optional<Verdict> judge(List<PendingEvent> batch)
      throws SQLException, InterruptedException {
    return switch (course) {
      case Deliver deliver -> deliver(deliver, batch);
      case Skip skip ->
          behind.join() ? Optional.of(Skipping.verdict(skip, batch)) : Optional.empty();
    };
  }

  private Optional<Verdict> deliver(Deliver destination, List<PendingEvent> batch)
      throws SQLException, InterruptedException {
    if (isCareful()) {
      return behind.join()
          ? steps
              .careful()
              .deliver(lease, destination, batch.get(0), this::isOver, request.setbacks())
          : Optional.empty();
    }
    return flights.fly(
        batch,
        (events, brake) ->
            steps.dispatch().begin(destination, events, this::isOver, brake, request.setbacks()));
  }

  private boolean mayOverlap() {
    return pace.isUnlimited() && request.setbacks() == 0 && !lateLooks.isDue();
  }

  /** Many may go on at once after a linger, and each would think that it is alone. */
  private long byteLimit() {
    return steps.linger().byteLimit(justLingered);
  }

  private boolean isCareful() {
    return lease.suspect();
  }

  private int batchRows() {
    int most = steps.linger().settings().batchRows();
    return isCareful() ? 1 : request.setbacks() > 0 ? most : pace.most(most);
  }

  private void settle(Verdict verdict) {
    behind.settle(verdict.settlement());
    note(verdict);
  }

  private void note(Verdict verdict) {
    tally.add(verdict.settlement());
    verdict.undelivered().forEach(view::undelivered);
    verdict.settlement().postponed().forEach(postponed -> view.dueIn(postponed.delay()));
    verdict.parkedKeys().forEach(view::parked);
    slice.warmth().event(now());
  }

  private List<PendingEvent> look() throws SQLException, InterruptedException {
    if (view.mustLookAgain()) {
      return behind.join() ? view.again() : List.of();
    }
    if (!view.mayHaveMore()) {
      return List.of();
    }
    if (!lateLooks.begin()) {
      return view.onward();
    }
    return behind.join() ? view.again() : List.of();
  }

  /** Waits for the next deliveries that the rate allows; false when that is no short wait. */
  private boolean awaitPace() throws InterruptedException {
    Duration wait = pace.untilNext();
    Duration left = Duration.ofNanos(end - now());
    return wait.compareTo(Pace.LONGEST_WAIT) <= 0
        && steps.linger().pause(wait.compareTo(left) < 0 ? wait : left);
  }

  private boolean awaitNews() throws InterruptedException {
    long now = now();
    long patience = Math.min(slice.warmth().lastEvent() + lingerNanos() - now, end - now);
    if (!view.watchMissesLateEvents() && !view.isDueWithin(Duration.ofNanos(patience))) {
      return awaitNews(patience);
    }
    long untilLateLook = Math.max(1, lateLooks.untilDue(now));
    return awaitNews(Math.min(patience, untilLateLook))
        || (untilLateLook < patience && lateLooks.begin());
  }

  private boolean awaitNews(long patienceNanos) throws InterruptedException {
    boolean first = slice.warmth().begin();
    Duration patience = Duration.ofNanos(patienceNanos);
    return steps.linger().awaitNews(organization(), view.watchPosition(), patience, first);
  }

  /** What is due again lies behind where late looks begin; it is looked for once a second. */
  private List<PendingEvent> lookAfterLinger() throws SQLException, InterruptedException {
    justLingered = true;
    try {
      return view.isDueWithin(Duration.ZERO) && retryLooks.begin()
          ? view.fromTheBeginning()
          : view.again();
    } finally {
      justLingered = false;
    }
  }

  /**
   * The lap's time is over and another one goes on, of this slice or the next, unless it would get
   * no further; nor does another slice where it would only linger.
   */
  private Optional<SliceResult> finish() throws SQLException, InterruptedException {
    if (!behind.join()) {
      return Optional.of(tally.more());
    }
    if (isOutOfReach()) {
      return Optional.of(steps.leases().clear(lease) ? dry() : tally.more());
    }
    unfinished = mayGoOn();
    if (unfinished) {
      return Optional.empty();
    }
    if (hasCooled()) {
      return Optional.of(clear());
    }
    steps.leases().finish(lease);
    return Optional.of(tally.more());
  }

  /** Where slots are scarce others take turns with it, and what is slow by intent is kept short. */
  private boolean mayGoOn() {
    return slice.end() - now() >= lapNanos() / 2
        && !isCareful()
        && request.setbacks() == 0
        && !steps.linger().isRoomScarce()
        && !steps.linger().isStopping()
        && slice.isAwaited().getAsBoolean();
  }

  /** Nothing has come in the last quarter of the lap's time: a wake costs less than a slice. */
  private boolean hasCooled() {
    return view.hasSeenTheEnd()
        && !view.mayHaveMore()
        && !view.mustLookAgain()
        && now() - slice.warmth().lastEvent() >= lapNanos() / COOLING;
  }

  /** All of the lap's time went into looking past blocked keys; so would that of the next. */
  private boolean isOutOfReach() {
    return idle && !view.hasSeenTheEnd() && !view.mustLookAgain() && !steps.linger().isStopping();
  }

  private SliceResult rest(Stop stop) throws SQLException, InterruptedException {
    Quiet quiet = Quiet.lasting(stop.pause(), stop.obstacle().word());
    return behind.join() && steps.leases().rest(lease, quiet) ? tally.stopped(stop) : tally.more();
  }

  /** Whether nothing would come between this settlement and the clear. */
  private boolean isLast(Verdict verdict) {
    return verdict.stop().isEmpty()
        && !flights.hasNext()
        && !verdict.settlement().isEmpty()
        && !view.mayHaveMore()
        && !view.mustLookAgain()
        && !steps.linger().isWanted()
        && !pace.isSpent()
        && !isOver();
  }

  private SliceResult settleAndClear(Verdict verdict) throws SQLException, InterruptedException {
    behind.settleAndClear(verdict.settlement());
    note(verdict);
    return behind.join() ? lookOnceMore() : tally.more();
  }

  /** Nothing is left as far as seen: producers must signal again, and only then the last look. */
  private SliceResult clear() throws SQLException, InterruptedException {
    return steps.leases().clear(lease) ? lookOnceMore() : tally.more();
  }

  private SliceResult lookOnceMore() throws SQLException, InterruptedException {
    boolean found = view.hasDue();
    boolean cut = view.mayHaveMore() && isOver() && !isOutOfReach();
    return found || cut ? tally.more() : dry();
  }

  /** What no look came to is looked for again before long, be it due or not. */
  private SliceResult dry() {
    long nextDue = view.nextDueMillis();
    if (view.metNewer()) {
      tally.note(NEWER);
    }
    if (view.metNewer() && nextDue == SliceResult.NEVER && !view.mayHaveMore()) {
      return tally.held(Obstacle.HELD, NEWER);
    }
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

  /**
   * Once it is, it stays so: what was not tried because of it must be looked at from the beginning,
   * before anything behind it.
   */
  private boolean isOver() {
    if (!over && (behind.isStopped() || steps.linger().isStopping() || now() - end >= 0)) {
      over = true;
    }
    return over;
  }

  private OrganizationId organization() {
    return lease.organization();
  }

  private long now() {
    return steps.ticker().nanos();
  }

  private long lapNanos() {
    DrainSettings settings = steps.linger().settings();
    return Math.min(settings.lapTime().toNanos(), settings.sliceTime().toNanos());
  }

  private long lingerNanos() {
    return steps.linger().settings().linger().toNanos();
  }
}

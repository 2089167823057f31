package dev.signalbox.relay.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.Outbox;
import dev.signalbox.outbox.OutboxEvent;
import dev.signalbox.outbox.OutboxTransaction;
import dev.signalbox.relay.crash.Moment.Side;
import dev.signalbox.relay.crash.Scenario.Twist;
import dev.signalbox.relay.drain.SliceRequest;
import dev.signalbox.relay.drain.SliceResult;
import dev.signalbox.signal.RelaySignaler;
import dev.signalbox.signal.SignalOutcome;
import dev.signalbox.testkit.svix.Fault;
import dev.signalbox.testkit.svix.FaultPoint;
import dev.signalbox.testkit.svix.Requests;
import dev.signalbox.testkit.svix.SvixEmulator;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One organization with a producer, a relay and a Svix of its own. The producer rolls one
 * transaction back and commits another; the first of its events is refused once, while the first
 * worker is at it, the others are accepted. At one moment something happens; afterwards the books
 * must be right.
 */
final class CrashWorld implements AutoCloseable {

  /** How long a condition may take before the test is given up; nothing is asserted about it. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Set<String> LATE_LOOKS = Set.of(Boundaries.READ, "overtaken", "parked keys");
  private static final Duration LINGER = Duration.ofMillis(1);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final CrashStage stage;
  private final Scenario scenario;
  private final OrganizationId organization = new OrganizationId("o-" + UUID.randomUUID());
  private final SvixEmulator svix = SvixEmulator.start();
  private final Books books = new Books(organization);
  private final Set<Moment> seen = new LinkedHashSet<>();
  private final AtomicBoolean struck = new AtomicBoolean();
  private final CompletableFuture<Void> happened = new CompletableFuture<>();
  private final AtomicInteger slices = new AtomicInteger();
  private final LinkedBlockingQueue<SignalOutcome> outcomes = new LinkedBlockingQueue<>();
  private final RelaySignaler signaler;
  private final MortalProcess producer = new MortalProcess("producer", this::at);
  private final RelayOfAProcess firstWorker;
  private volatile RelayOfAProcess relay;
  private volatile @Nullable RelayOfAProcess zombie;
  private volatile byte[] task = {};

  CrashWorld(CrashStage stage, Scenario scenario) {
    this.stage = stage;
    this.scenario = scenario;
    this.firstWorker = relay("first worker");
    this.relay = firstWorker;
    this.signaler =
        stage.signaler(
            stage.immortalOptions(), stage.dataSource(), (o, outcome) -> outcomes.add(outcome));
    watchSvix();
    stage.enter(this);
  }

  OrganizationId organization() {
    return organization;
  }

  MortalProcess relayProcess() {
    return relay.process();
  }

  /** The moments that the producer and the first worker came to. */
  Set<Moment> seen() {
    synchronized (seen) {
      return new LinkedHashSet<>(seen);
    }
  }

  /** Plays it to the end and checks the books. */
  void play() throws Exception {
    rollBack();
    produce();
    if (scenario.twist() != Twist.NONE) {
      awaitTheMoment();
    }
    awaitRest();
    books.check(svix.ledger(), stage.dataSource());
  }

  /** A run that was quick enough does not look for late events, and never comes to that. */
  private void awaitTheMoment() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!happened.isDone()) {
      assertThat(System.nanoTime() - end)
          .as("nanoseconds over the patience: %s never came; seen: %s", scenario, seen())
          .isNegative();
      boolean isOver = books.pending(stage.dataSource()) == 0 && !isRunning();
      assumeFalse(isOver && isOfALateLook() && !happened.isDone(), "No late look was needed.");
      try {
        happened.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // looks again
      }
    }
    happened.get();
  }

  private boolean isOfALateLook() {
    return scenario
        .moment()
        .filter(moment -> moment.occurrence() > 1)
        .filter(moment -> LATE_LOOKS.contains(moment.boundary()))
        .isPresent();
  }

  private void rollBack() throws SQLException {
    try (Connection connection = stage.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      var unused = new Outbox().appendBatch(connection, books.rolledBack());
      connection.rollback();
    }
  }

  private void produce() throws Exception {
    List<OutboxEvent> events = books.draft();
    svix.faults()
        .inject(
            Fault.status(400)
                .at(FaultPoint.ARRIVAL)
                .on(
                    Requests.messageCreation()
                        .and(Requests.eventId(books.refusedOnce(events).toString()))
                        .and(request -> relay.equals(firstWorker)))
                .once());
    MortalDataSource dataSource =
        new MortalDataSource(stage.dataSource(), producer, Boundaries.COMMIT);
    LinkedBlockingQueue<SignalOutcome> told = new LinkedBlockingQueue<>();
    try (RelaySignaler mortal =
        stage.signaler(stage.optionsOf(producer), dataSource, (o, outcome) -> told.add(outcome))) {
      try {
        List<EventId> unused =
            new OutboxTransaction(dataSource, new Outbox(), mortal::signalRelay)
                .run(transaction -> transaction.appendBatch(events));
      } catch (Killed expected) {
        // the books ask the database whether it had committed
      }
      if (dataSource.hasCommitted()) {
        books.committed(events);
      }
      awaitOutcome(told);
    }
  }

  /** The producer is told what became of its signal, or dies. */
  private void awaitOutcome(LinkedBlockingQueue<SignalOutcome> told) throws InterruptedException {
    SignalOutcome outcome = null;
    while (outcome == null && !producer.isDead()) {
      outcome = told.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
    boolean failed = outcome instanceof SignalOutcome.Failed && !producer.isDead();
    assertThat(failed).as("signal failed: %s", outcome).isFalse();
  }

  /** What Temporal calls: the process that lives now does it. */
  SliceResult run(SliceRequest request) {
    RelayOfAProcess mine = relay;
    task = Activity.getExecutionContext().getInfo().getTaskToken();
    slices.incrementAndGet();
    try {
      return mine.component().slices().activity().drain(request);
    } catch (Killed e) { // as if Temporal's time-out were over
      throw ApplicationFailure.newFailure("The process is dead.", "Killed");
    } finally {
      slices.decrementAndGet();
      synchronized (this) {
        notifyAll();
      }
    }
  }

  private void at(MortalProcess process, Moment moment) {
    RelayOfAProcess late = zombie;
    if (process.toString().equals("successor")) {
      if (late != null && moment.side() == Side.BEFORE && Boundaries.settles(moment.boundary())) {
        letGo(late, 1);
      }
      return;
    }
    synchronized (seen) {
      seen.add(moment);
    }
    if (scenario.moment().filter(moment::equals).isPresent() && struck.compareAndSet(false, true)) {
      try {
        strike(process);
        happened.complete(null);
      } catch (SQLException | RuntimeException | InterruptedException e) {
        happened.completeExceptionally(e);
      }
    }
  }

  private void strike(MortalProcess process) throws SQLException, InterruptedException {
    switch (scenario.twist()) {
      case NONE -> {}
      case DIES -> {
        process.kill();
        succeed(process);
      }
      case COMES_BACK_LATE -> {
        process.freeze();
        zombie = relay;
        succeed(process);
        stage
            .client()
            .newActivityCompletionClient()
            .completeExceptionally(
                task, ApplicationFailure.newFailure("The process stands still.", "Frozen"));
      }
      case PRODUCER_COMMITS -> commitMeanwhile();
    }
  }

  private void succeed(MortalProcess process) {
    if (process == relay.process()) {
      relay = relay("successor");
    }
  }

  private void commitMeanwhile() throws SQLException, InterruptedException {
    List<OutboxEvent> events = books.late();
    List<EventId> unused =
        new OutboxTransaction(stage.dataSource(), new Outbox(), signaler::signalRelay)
            .run(transaction -> transaction.appendBatch(events));
    books.committed(events);
    SignalOutcome outcome = outcomes.take();
    if (outcome instanceof SignalOutcome.Failed) {
      throw new IllegalStateException("The signal failed: " + outcome);
    }
  }

  /** Waits until nothing runs and nothing is pending. */
  private void awaitRest() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      while (isRunning()) {
        assertThat(System.nanoTime() - end)
            .as("nanoseconds over the patience with %s; seen: %s", scenario, seen())
            .isNegative();
        awaitEnd();
        letGoWhomOthersWaitFor();
      }
      RelayOfAProcess late = zombie;
      if (late != null) {
        letGo(late, 0);
      } else if (books.pending(stage.dataSource()) == 0) {
        return;
      } else {
        assertThat(producer.isDead())
            .as("%s strands what only the sweep could find; seen: %s", scenario, seen())
            .isTrue();
        var unused = relay.component().sweep().sweep();
        var told = outcomes.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(told).as("what became of the sweep's wake").isNotNull();
      }
    }
  }

  private boolean isRunning() {
    try {
      return workflow().describe().getStatus()
          == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }

  private void awaitEnd() {
    try {
      workflow().getResult(LOOK.toMillis(), TimeUnit.MILLISECONDS, Void.class);
    } catch (TimeoutException e) {
      // the caller looks around and waits again
    }
  }

  private WorkflowStub workflow() {
    return stage.client().newUntypedWorkflowStub(stage.workflowId(organization));
  }

  /** One that was stopped in a transaction may stand in its successor's way. */
  private void letGoWhomOthersWaitFor() throws Exception {
    RelayOfAProcess late = zombie;
    if (late != null && books.isWaitedFor(late.process().backends(), stage.dataSource())) {
      late.process().thaw();
    }
  }

  /** The zombie goes on, and its slice ends before anybody else does anything. */
  private synchronized void letGo(RelayOfAProcess late, int others) {
    late.process().thaw();
    while (slices.get() > others) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Killed();
      }
    }
    zombie = null;
  }

  private RelayOfAProcess relay(String name) {
    return RelayOfAProcess.start(
        new MortalProcess(name, this::at),
        stage,
        svix,
        organizations -> {
          if (organizations.contains(organization)) {
            signaler.signalRelay(organization);
          }
        },
        scenario.lingers() ? LINGER : Duration.ZERO);
  }

  /** Svix's commit is outside of the process, which may die at it all the same. */
  private void watchSvix() {
    for (Side side : Side.values()) {
      FaultPoint point = side == Side.BEFORE ? FaultPoint.BEFORE_COMMIT : FaultPoint.AFTER_COMMIT;
      svix.faults()
          .inject(
              Fault.cut()
                  .at(point)
                  .on(
                      request -> {
                        relay.atSvix(request, side);
                        return false;
                      }));
    }
  }

  @Override
  public void close() {
    producer.kill();
    relay.process().kill();
    firstWorker.process().kill();
    signaler.close();
    svix.close();
  }
}

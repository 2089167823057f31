package dev.signalbox.relay.hold;

import dev.signalbox.relay.deliver.CredentialCheck;
import dev.signalbox.relay.deliver.CredentialCheck.Accepted;
import dev.signalbox.relay.deliver.CredentialCheck.Refused;
import dev.signalbox.relay.deliver.CredentialCheck.Unknown;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.sweep.Sweep;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the source when the destination refuses its credentials whatever the organization, tries
 * them again at growing intervals, and lifts the hold when they are accepted. All of that is one
 * thread's work; safe for use by any number of threads.
 */
@Singleton
public final class SourceHold implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SourceHold.class);

  /** However many organizations are refused, the destination is asked no more often. */
  private static final long NANOS_BETWEEN_CHECKS = Duration.ofSeconds(5).toNanos();

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("source-hold").daemon().factory());
  private final AtomicBoolean suspected = new AtomicBoolean();
  private final SourceHolds holds;
  private final HoldFlag flag;
  private final Destination destination;
  private final Sweep sweep;
  private final RandomGenerator random;

  /** Used by the timer's thread alone. */
  private boolean announced;

  private long lastCheck = System.nanoTime() - NANOS_BETWEEN_CHECKS;

  @Inject
  SourceHold(
      SourceHolds holds,
      HoldFlag flag,
      Destination destination,
      Sweep sweep,
      RandomGenerator random) {
    this.holds = holds;
    this.flag = flag;
    this.destination = destination;
    this.sweep = sweep;
    this.random = random;
  }

  /** One step of the work; what it throws is logged, and a later step tries again. */
  private interface Step {
    void run() throws SQLException;
  }

  /** Begins to look for holds, those of other workers included. */
  public void start() {
    var unused =
        timer.scheduleWithFixedDelay(
            () -> attempt(this::lookIfStale),
            0,
            HoldFlag.BUSY.toMillis() / 4,
            TimeUnit.MILLISECONDS);
  }

  /**
   * The credentials were refused for one organization: finds out, soon and without waiting for it,
   * whether they are for all.
   */
  public void suspect() {
    if (suspected.compareAndSet(false, true)) {
      try {
        timer.execute(() -> attempt(this::checkUnlessJustDone));
      } catch (RejectedExecutionException e) {
        log.debug("The worker stops; another one will meet the refusal.");
      }
    }
  }

  /** A slice has read at its start whether the source is held. */
  public void see(boolean held) {
    flag.see(held);
  }

  private void checkUnlessJustDone() throws SQLException {
    suspected.set(false);
    if (!flag.isUp() && System.nanoTime() - lastCheck >= NANOS_BETWEEN_CHECKS) {
      try {
        check();
      } finally {
        lastCheck = System.nanoTime();
      }
    }
  }

  /** Asks the destination, and holds the source when it refuses. */
  void check() throws SQLException {
    CredentialCheck check = destination.checkCredentials();
    switch (check) {
      case Accepted accepted ->
          log.info(
              "An organization is refused although the source's credentials are accepted; it alone"
                  + " backs off.");
      case Refused refused -> begin(refused.reason());
      case Unknown unknown ->
          log.warn(
              "An organization is refused, and it is unknown whether all are: {}",
              unknown.reason());
    }
  }

  private void begin(String reason) throws SQLException {
    Duration pause = ProbePause.after(0, random);
    if (holds.begin(reason, pause)) {
      announced = true;
      log.error(
          "The source is held, nothing is delivered for any organization: {}. The credentials are"
              + " tried again from in {} on, and the hold ends when they are accepted.",
          reason,
          pause);
    }
    flag.see(true);
  }

  private void lookIfStale() throws SQLException {
    if (announced || flag.isStale()) {
      look();
    }
  }

  /** Obeys a hold or its end, and tries the credentials when that is due. */
  void look() throws SQLException {
    Optional<Held> held = holds.find();
    flag.see(held.isPresent());
    announce(held);
    if (held.isPresent() && held.get().probeDue()) {
      Duration pause = ProbePause.after(held.get().probes() + 1, random);
      if (holds.claimProbe(held.get(), pause)) {
        probe(held.get(), pause);
      }
    }
  }

  private void announce(Optional<Held> held) {
    if (held.isPresent() && !announced) {
      log.warn("The source is held since {}: {}.", held.get().since(), held.get().reason());
    } else if (held.isEmpty() && announced) {
      log.info("The source is no longer held.");
    }
    announced = held.isPresent();
  }

  private void probe(Held held, Duration pause) throws SQLException {
    CredentialCheck check = destination.checkCredentials();
    switch (check) {
      case Accepted accepted -> lift(held);
      case Refused refused ->
          log.info("The source stays held: {}. Next try in {}.", refused.reason(), pause);
      case Unknown unknown ->
          log.warn("The source stays held: {}. Next try in {}.", unknown.reason(), pause);
    }
  }

  private void lift(Held held) throws SQLException {
    if (!holds.lift(held)) {
      return;
    }
    flag.see(false);
    announced = false;
    long rested = holds.endRests();
    int woken = sweep.sweep().woken();
    log.info(
        "The credentials are accepted, the source is no longer held: {} organizations rested, {}"
            + " are woken now and the others by the next sweeps.",
        rested,
        woken);
  }

  private static void attempt(Step step) {
    try {
      step.run();
    } catch (SQLException e) {
      log.warn("The hold of the source cannot be read or changed: SQLSTATE {}.", e.getSQLState());
    } catch (RuntimeException e) { // a timer that throws never runs again
      log.error("The hold of the source cannot be looked after.", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

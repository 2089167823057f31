package dev.signalbox.demo.chaos;

import dev.signalbox.testkit.svix.InjectedFault;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;

/** Makes faults happen, and ends them. Safe for use by several threads. */
final class Injector {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration START_LIMIT = Duration.ofSeconds(15);
  private static final int LONGEST_WORK_MILLIS = 4_000;

  private final Servers servers;
  private final Cast cast;
  private final Tally tally;
  private final Set<String> inForce = new ConcurrentSkipListSet<>();

  Injector(Servers servers, Cast cast, Tally tally) {
    this.servers = servers;
    this.cast = cast;
    this.tally = tally;
  }

  /** What is wrong now. */
  Set<String> inForce() {
    return inForce;
  }

  /** Most workers are struck at work, some while they start, however slow the machine is. */
  void awaitMoment(PlannedFault fault) throws InterruptedException {
    boolean whileItStarts = fault.seed() % 4 == 0;
    if (fault.kind().isOfWorker()
        && !whileItStarts
        && cast.worker(fault.target()).awaitReady(START_LIMIT)) {
      TimeUnit.MILLISECONDS.sleep(Math.floorMod(fault.seed(), LONGEST_WORK_MILLIS));
    }
  }

  /** Returns when the fault is over. */
  void inject(PlannedFault fault) throws InterruptedException {
    inForce.add(fault.toString());
    try {
      if (happens(fault)) {
        tally.happened(fault.kind());
      }
    } finally {
      inForce.remove(fault.toString());
    }
  }

  private boolean happens(PlannedFault fault) throws InterruptedException {
    return switch (fault.kind()) {
      case WORKER_KILLED -> await(worker(fault).kill(fault.length()), fault);
      case WORKER_STOPPED -> await(worker(fault).stop(fault.length(), STOP_LIMIT), fault);
      case WORKER_PAUSED -> pause(worker(fault), fault);
      case PRODUCERS_KILLED -> await(cast.producers().kill(fault.length()), fault);
      case PRODUCERS_HALTED -> cast.producers().send(Instructions.HALT);
      case SIGNALS_DROPPED -> dropSignals(fault);
      case TEMPORAL -> withoutTemporal(fault);
      case POSTGRES -> withoutPostgres(fault);
      case CONNECTIONS_CUT -> cutConnections();
      case SVIX_SLOW,
          SVIX_HANGING,
          SVIX_FAILING,
          SVIX_UNAVAILABLE,
          SVIX_CUT,
          SVIX_CUT_AFTER_COMMIT,
          SVIX_ANSWER_TRUNCATED,
          SVIX_REFUSING,
          SVIX_THROTTLING ->
          withBadSvix(fault);
    };
  }

  private Child worker(PlannedFault fault) {
    return cast.worker(fault.target()).process();
  }

  private boolean pause(Child worker, PlannedFault fault) throws InterruptedException {
    try {
      return await(worker.pause(), fault);
    } finally {
      worker.resume();
    }
  }

  private boolean dropSignals(PlannedFault fault) throws InterruptedException {
    try {
      return await(cast.producers().send(Instructions.DROP_SIGNALS), fault);
    } finally {
      cast.producers().send(Instructions.SIGNAL);
    }
  }

  private boolean withoutTemporal(PlannedFault fault) throws InterruptedException {
    servers.killTemporal();
    try {
      return await(true, fault);
    } finally {
      servers.restartTemporal();
    }
  }

  private boolean withoutPostgres(PlannedFault fault) throws InterruptedException {
    servers.crashPostgres();
    try {
      return await(true, fault);
    } finally {
      servers.restartPostgres();
    }
  }

  private boolean cutConnections() {
    try {
      servers.outbox().cutConnections();
      return true;
    } catch (SQLException e) { // the server restarts: they are cut already
      return false;
    }
  }

  private boolean withBadSvix(PlannedFault fault) throws InterruptedException {
    InjectedFault injected = servers.svix().faults().inject(SvixFaults.of(fault));
    try {
      return await(true, fault);
    } finally {
      injected.remove();
      tally.struck(fault.kind(), injected.strikes());
    }
  }

  private static boolean await(boolean happened, PlannedFault fault) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(fault.length().toMillis());
    return happened;
  }
}

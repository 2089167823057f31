package dev.signalbox.demo.chaos;

import dev.signalbox.relay.cli.CommandFailure;
import dev.signalbox.relay.cli.Terminal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One run: faults by the plan, then peace until nothing is pending. For one use by one thread. */
final class ChaosRun {

  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);
  private static final Duration FINISH_LIMIT = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final Servers servers;
  private final Cast cast;
  private final Injector injector;
  private final Progress progress;

  ChaosRun(Servers servers, Cast cast, Tally tally, Terminal terminal) {
    this.servers = servers;
    this.cast = cast;
    this.injector = new Injector(servers, cast, tally);
    this.progress = new Progress(servers, tally, injector, terminal);
  }

  /**
   * What is left when it is over.
   *
   * @param drain from the end of all faults until nothing was pending, or the limit
   * @param pending events that are left
   */
  record Ending(Duration drain, long pending) {}

  Ending run(Plan plan, Duration length) throws InterruptedException {
    servers.svix().faults().inject(SvixFaults.doom());
    try (progress) {
      cast.awaitWorkers();
      progress.say("the workers are ready: faults begin");
      follow(plan, System.nanoTime(), length);
      finishProducers();
      progress.say("all faults have ended and the producers are done: waiting for the backlog");
      Ending ending = drain();
      cast.finishWorkers();
      awaitSvix();
      return ending;
    }
  }

  private void finishProducers() {
    if (!cast.producers().send(Instructions.FINISH)) {
      progress.say("the producers are away and stay so");
    }
    cast.producers().finish(FINISH_LIMIT);
  }

  private void follow(Plan plan, long start, Duration length) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> tracks = new ArrayList<>();
      plan.tracks()
          .forEach(track -> tracks.add(threads.submit(() -> followTrack(track, start, length))));
      for (Future<?> track : tracks) {
        track.get();
      }
      awaitUntil(start, length);
    } catch (ExecutionException e) {
      throw new CommandFailure("The run cannot go on", e);
    }
  }

  /** Returns null, for the sake of its exceptions. */
  @SuppressWarnings("NullAway") // a Callable of Void has nothing else to return
  private Void followTrack(List<PlannedFault> track, long start, Duration length)
      throws InterruptedException {
    for (PlannedFault fault : track) {
      awaitUntil(start, fault.at());
      injector.awaitMoment(fault);
      if (System.nanoTime() - start >= length.toNanos()) {
        return null; // a slow machine does not get through with all of them
      }
      progress.say(fault.toString());
      injector.inject(fault);
    }
    return null;
  }

  private static void awaitUntil(long start, Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos() - (System.nanoTime() - start));
  }

  private Ending drain() throws InterruptedException {
    long begin = System.nanoTime();
    long end = begin + DRAIN_LIMIT.toNanos();
    long left = pending();
    while (left > 0 && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
      left = pending();
    }
    return new Ending(Duration.ofNanos(System.nanoTime() - begin), left);
  }

  private long pending() {
    try {
      return servers.outbox().counts().pending();
    } catch (SQLException e) {
      throw new CommandFailure("PostgreSQL does not answer though all faults have ended", e);
    }
  }

  /** A request that Svix holds longer than the relay waits may store its message late. */
  private void awaitSvix() throws InterruptedException {
    if (!servers
        .svix()
        .ledger()
        .await(() -> servers.svix().ledger().inFlight() == 0, FINISH_LIMIT)) {
      throw new CommandFailure("The Svix emulator holds requests though all faults have ended.");
    }
  }
}

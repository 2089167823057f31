package dev.signalbox.bench.latency;

import dev.signalbox.bench.append.Messages;
import dev.signalbox.outbox.EventId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Commits events at their times, whatever became of the ones before. */
final class OpenLoop {

  private final Chain chain;
  private final List<Arrival> arrivals;
  private final List<Event> events;

  /** Makes the events, so that nothing but their commits costs time later. */
  OpenLoop(Chain chain, List<Arrival> arrivals, int payloadBytes) {
    this.chain = chain;
    this.arrivals = arrivals;
    Messages messages = new Messages(payloadBytes);
    this.events =
        arrivals.stream()
            .map(
                arrival ->
                    new Event(
                        EventId.mint().toString(),
                        arrival.organization(),
                        messages.of(arrival.organization(), 1).get(0).payload()))
            .toList();
  }

  /**
   * Returns when all are committed.
   *
   * @param start the time zero of the arrivals
   * @throws Exception the first that a commit threw
   */
  List<Sent> run(long start) throws Exception {
    List<Future<Sent>> commits = new ArrayList<>(events.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < events.size(); i++) {
        Event event = events.get(i);
        long scheduled = start + arrivals.get(i).atMicros();
        WallClock.await(scheduled);
        commits.add(threads.submit(() -> new Sent(event, scheduled, chain.commit(event))));
      }
      List<Sent> sent = new ArrayList<>(commits.size());
      for (Future<Sent> commit : commits) {
        sent.add(commit.get());
      }
      return sent;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}

package dev.signalbox.bench.latency;

import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.append.Messages;
import dev.signalbox.bench.drain.LeanClient;
import dev.signalbox.outbox.EventId;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The relay for everybody but the neighbour, whose messages lie in memory and are posted beside it:
 * they take time of the same processors and of the same stub, and nothing of the relay's.
 */
final class BareNeighbourChain implements BackloggedChain {

  private final RelayChain relay;
  private final LeanClient http;
  private final int inFlight;
  private final Queue<Message> backlog = new ConcurrentLinkedQueue<>();
  private final ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> ends = new ArrayList<>();
  private volatile boolean over;

  /**
   * Starts nothing yet.
   *
   * @param relay is closed with this
   * @param inFlight calls at once for the neighbour
   */
  BareNeighbourChain(RelayChain relay, URI stub, int inFlight) {
    this.relay = relay;
    this.http = new LeanClient(stub);
    this.inFlight = inFlight;
  }

  @Override
  public long commit(Event event) throws Exception {
    return relay.commit(event);
  }

  @Override
  public Map<String, Double> wakes(List<Sent> sent, Deliveries deliveries) {
    return relay.wakes(sent, deliveries);
  }

  @Override
  public void preload(int rows, int payloadBytes) {
    backlog.addAll(new Messages(payloadBytes).of(NEIGHBOUR, rows));
  }

  @Override
  public void startBacklog() {
    for (int i = 0; i < inFlight; i++) {
      ends.add(lanes.submit(this::post));
    }
  }

  /** No interrupt ends it: that would break the connection it reads from. */
  private Void post() throws IOException {
    for (Message next = backlog.poll(); next != null && !over; next = backlog.poll()) {
      http.send(next, EventId.mint().toString());
    }
    return null;
  }

  @Override
  public void checkBacklog() {
    ends.stream()
        .filter(end -> end.state() == Future.State.FAILED)
        .findFirst()
        .ifPresent(
            end -> {
              throw new IllegalStateException(
                  "A call beside the relay failed.", end.exceptionNow());
            });
  }

  /** Waits for the calls that are under way. */
  @Override
  public void close() {
    over = true;
    lanes.close();
    relay.close();
  }
}

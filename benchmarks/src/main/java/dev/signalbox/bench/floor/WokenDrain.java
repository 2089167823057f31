package dev.signalbox.bench.floor;

import dev.signalbox.testkit.services.TemporalService;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A {@link BareDrain} of each organization in an activity of its workflow. Thread-safe. */
public final class WokenDrain implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final BareDrain drain;
  private final FloorWorker worker;
  private final Map<String, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();

  /** Starts a worker; the drain is closed by whoever made it. */
  public WokenDrain(BareDrain drain, TemporalService temporal) {
    this.drain = drain;
    this.worker =
        new FloorWorker(
            temporal.stubsOptions(),
            temporal.namespace(),
            FloorWorker.SLOTS,
            (name, event) -> work(name));
  }

  private void work(String organization) throws Exception {
    try {
      drain.drain(organization);
      end(organization).complete(null);
    } catch (Exception e) { // whoever waits for it must not wait for ever
      end(organization).completeExceptionally(e);
      throw e;
    }
  }

  /**
   * Signals, and returns when all that the organization has is delivered and deleted. Once for each
   * organization.
   */
  public void drain(String organization) throws Exception {
    CompletableFuture<Void> end = end(organization);
    worker.signal(organization, "rows");
    end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private CompletableFuture<Void> end(String organization) {
    return ends.computeIfAbsent(organization, name -> new CompletableFuture<>());
  }

  @Override
  public void close() {
    worker.close();
  }
}

package dev.signalbox.bench.drain;

import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.floor.BareDrain;
import dev.signalbox.bench.floor.WokenDrain;
import dev.signalbox.bench.harness.Course;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The least with PostgreSQL, and with Temporal or without: until the last row is deleted. */
final class BareDrainCourse implements Course {

  private final Supplier<PostgresDatabase> databases;
  private final LeanClient client;
  private final int inFlight;
  private final Backlog backlog;
  private final @Nullable TemporalService temporal;
  private @Nullable BareDrain drain;
  private @Nullable WokenDrain woken;

  /**
   * Starts nothing yet.
   *
   * @param temporal null: each organization is drained by a thread, without being woken
   */
  BareDrainCourse(
      Supplier<PostgresDatabase> databases,
      @Nullable TemporalService temporal,
      URI stub,
      int inFlight,
      Backlog backlog) {
    this.databases = databases;
    this.temporal = temporal;
    this.client = new LeanClient(stub);
    this.inFlight = inFlight;
    this.backlog = backlog;
  }

  @Override
  public void prepare() throws Exception {
    close();
    BareDrain fresh = new BareDrain(databases.get(), client::send, inFlight);
    drain = fresh;
    for (List<Message> lot : backlog.lots()) {
      fresh.append(lot.stream().map(RelayCourse::event).toList());
    }
    fresh.checkpoint();
    woken = temporal == null ? null : new WokenDrain(fresh, temporal);
  }

  @Override
  public Map<String, Double> run() throws Exception {
    BareDrain prepared = drain;
    if (prepared == null) {
      throw new IllegalStateException("A round is prepared first.");
    }
    try {
      Figures figures = new Figures();
      drainAll(prepared);
      return figures.of(backlog.events());
    } finally {
      close(); // so that it takes nothing from the next contender's turn
    }
  }

  private void drainAll(BareDrain prepared) throws Exception {
    try (ExecutorService drainers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> drained = new ArrayList<>();
      for (String organization : backlog.names()) {
        drained.add(
            drainers.submit(
                () -> {
                  drain(prepared, organization);
                  return null;
                }));
      }
      for (Future<?> each : drained) {
        each.get();
      }
    }
  }

  private void drain(BareDrain prepared, String organization) throws Exception {
    WokenDrain waking = woken;
    if (waking == null) {
      prepared.drain(organization);
    } else {
      waking.drain(organization);
    }
  }

  @Override
  public void close() {
    if (woken != null) {
      woken.close();
      woken = null;
    }
    if (drain != null) {
      drain.close();
      drain = null;
    }
  }
}

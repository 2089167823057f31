package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.settle.Backoff;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random appends, slices and failures of many organizations at once. Some have the applications
 * that are named like another one of them, the others their own.
 */
class OwnApplicationIT {

  private static final int ORGANIZATIONS = 8;
  private static final int MAPPED = 4;
  private static final int STEPS = 40;
  private static final Backoff AT_ONCE = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Map<UUID, String> applicationOf = new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final List<SliceBench> benches =
      IntStream.range(0, ORGANIZATIONS)
          .mapToObj(i -> new SliceBench(SIGNALBOX.database().dataSource()))
          .toList();

  @Test
  void noEventReachesAnotherOrganizationsApplication() throws Exception {
    System.out.println("OwnApplicationIT seed " + seed);
    for (int i = 0; i < MAPPED; i++) {
      map(benches.get(i), application(i));
    }
    FakeDestination destination = new FakeDestination(event -> answer());
    DrainSliceComponent relay =
        benches.get(0).relay(destination, SliceBench.settings(Duration.ZERO, 7, 1 << 20, AT_ONCE));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> steps = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        int organization = random.nextInt(ORGANIZATIONS);
        int events = random.nextInt(20);
        steps.add(threads.submit(() -> append(organization, events)));
        SliceBench drained = benches.get(random.nextInt(ORGANIZATIONS));
        steps.add(threads.submit(() -> drained.drain(relay, "run-" + UUID.randomUUID(), 1, 1)));
      }
      for (Future<?> step : steps) {
        step.get();
      }
    }
    for (SliceBench bench : benches) {
      while (bench.pending() > 0) {
        bench.drainAll(relay);
      }
    }

    Map<UUID, String> stored = new ConcurrentHashMap<>();
    destination.stored().forEach(s -> stored.put(s.event().eventId(), s.application()));
    assertThat(stored).as("seed %d", seed).isEqualTo(applicationOf);
    assertThat(failures).hasPositiveValue();
  }

  private Void append(int organization, int events) throws SQLException {
    for (int i = 0; i < events; i++) {
      UUID event = benches.get(organization).append("key " + i % 3, "{\"n\":" + i + "}");
      applicationOf.put(event, application(organization));
    }
    return null;
  }

  /** The mapped ones have each other's names. */
  private String application(int organization) {
    int named = organization < MAPPED ? (organization + 1) % MAPPED : organization;
    return benches.get(named).organization.value();
  }

  private static void map(SliceBench bench, String application) throws SQLException {
    bench.update(
        "INSERT INTO signalbox.organization (organization_id, svix_application) VALUES (?, ?)",
        bench.organization.value(),
        application);
  }

  /** Every tenth time none. */
  private DeliveryOutcome answer() {
    return failures.incrementAndGet() % 10 == 0
        ? new DeliveryOutcome.Failed("busy")
        : FakeDestination.accepted();
  }
}

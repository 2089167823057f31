package dev.signalbox.relay.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.drain.SliceActivity;
import dev.signalbox.relay.drain.SliceRequest;
import dev.signalbox.relay.drain.SliceResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Producers append and wake while workflows drain and complete: no wake may be lost. */
class WakeRaceTest {

  private static final int ROUNDS = 40;
  private static final int PRODUCERS = 6;
  private static final int APPENDS = 6;
  private static final List<OrganizationId> ORGANIZATIONS =
      List.of(new OrganizationId("a"), new OrganizationId("b"), new OrganizationId("c"));

  /** After each round nobody wakes any more, so that a later wake cannot make up for a lost one. */
  @Test
  void everythingAppendedBeforeAWakeIsDrained() throws Exception {
    long seed = System.nanoTime();
    System.out.println("WakeRaceTest seed " + seed);
    Random random = new Random(seed);
    CountingOutbox outbox = new CountingOutbox(seed);
    try (RelayServer server = RelayServer.running(outbox);
        ExecutorService producers = Executors.newFixedThreadPool(PRODUCERS)) {
      ORGANIZATIONS.forEach(server::wake);
      for (int round = 0; round < ROUNDS; round++) {
        List<Future<?>> ends = new ArrayList<>();
        for (int p = 0; p < PRODUCERS; p++) {
          Random own = new Random(random.nextLong());
          ends.add(producers.submit(() -> produce(own, outbox, server)));
        }
        for (Future<?> end : ends) {
          end.get();
        }
        ORGANIZATIONS.forEach(server::awaitEnd);
        assertThat(outbox.left()).as("seed %d: appended and never drained", seed).isEmpty();
      }
    }
    assertThat(outbox.drained.get()).isEqualTo(ROUNDS * PRODUCERS * APPENDS);
  }

  private static void produce(Random random, CountingOutbox outbox, RelayServer server) {
    for (int i = 0; i < APPENDS; i++) {
      OrganizationId organization = ORGANIZATIONS.get(random.nextInt(ORGANIZATIONS.size()));
      outbox.append(organization);
      server.wake(organization);
    }
  }

  /** A slice takes what it finds at its start; what comes later needs another one. */
  private static final class CountingOutbox implements SliceActivity {
    private final Map<String, AtomicInteger> pending = new ConcurrentHashMap<>();
    private final AtomicInteger drained = new AtomicInteger();
    private final Random random;

    CountingOutbox(long seed) {
      random = new Random(seed);
    }

    void append(OrganizationId organization) {
      pending(organization.value()).incrementAndGet();
    }

    @Override
    public SliceResult drain(SliceRequest request) {
      int found = pending(request.organizationId()).getAndSet(0);
      drained.addAndGet(found);
      int ending = random.nextInt(20);
      return switch (ending) {
        case 0 -> ScriptedSlices.more(found);
        case 1 -> ScriptedSlices.dueIn(Duration.ofMillis(3));
        case 2 -> ScriptedSlices.stopped(Duration.ofMillis(3));
        default -> ScriptedSlices.delivered(found);
      };
    }

    List<String> left() {
      return pending.entrySet().stream()
          .filter(entry -> entry.getValue().get() > 0)
          .map(Map.Entry::getKey)
          .toList();
    }

    private AtomicInteger pending(String organization) {
      return pending.computeIfAbsent(organization, key -> new AtomicInteger());
    }
  }
}

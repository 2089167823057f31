package dev.signalbox.testkit.svix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MessageLogTest {

  private static final int THREADS = 4;
  private static final int ROUNDS = 3_000;

  private final Ledger ledger = new Ledger();
  private final Ids ids = new Ids(InstantSource.system());
  private final MessageLog log =
      new MessageLog(InstantSource.system(), ids, ledger, Optional.empty());
  private final Application application =
      new Application(
          "app_1",
          new ApplicationIn("One", Optional.of("org-1"), OptionalInt.empty(), Map.of()),
          InstantSource.system().instant(),
          log);

  @Test
  void threadsThatAddTheSameEventAtTheSameMomentStoreItOnce() throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> accepted = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        accepted.add(threads.submit(() -> addAll(start)));
      }
      int sum = 0;
      for (Future<Integer> one : accepted) {
        sum += one.get();
      }
      assertThat(sum).isEqualTo(ROUNDS);
    } finally {
      threads.shutdownNow();
    }
    assertThat(ledger.messages("org-1")).hasSize(ROUNDS).extracting(StoredMessage::id).isSorted();
    assertThat(ledger.duplicatesPreventedByEventId()).isEqualTo((THREADS - 1L) * ROUNDS);
  }

  private int addAll(CyclicBarrier start) throws Exception {
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      start.await();
      try {
        log.add(
            application,
            new MessageIn(Optional.of("evt-" + round), "t", List.of(), "{}", Optional.empty()));
        accepted++;
      } catch (Refusal refusal) {
        assertThat(refusal.reply().status()).isEqualTo(409);
      }
    }
    return accepted;
  }
}

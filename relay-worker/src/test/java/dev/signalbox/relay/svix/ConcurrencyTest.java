package dev.signalbox.relay.svix;

import static dev.signalbox.relay.svix.ScriptedSvix.application;
import static dev.signalbox.relay.svix.ScriptedSvix.created;
import static dev.signalbox.relay.svix.ScriptedSvix.event;
import static dev.signalbox.relay.svix.ScriptedSvix.mapped;
import static dev.signalbox.relay.svix.ScriptedSvix.message;
import static dev.signalbox.relay.svix.ScriptedSvix.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.DeliveryOutcome.Accepted;
import dev.signalbox.relay.deliver.DeliveryOutcome.Unreachable;
import dev.signalbox.relay.deliver.Target;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {

  private static final int FIRST_EVENTS = 64;

  private final AtomicLong nanos = new AtomicLong();
  private ScriptedSvix svix;
  private SvixDestination destination;

  @BeforeEach
  void start() throws IOException {
    svix = new ScriptedSvix();
    destination = new SvixDestination(svix.settings(), InstantSource.system(), nanos::get);
  }

  @AfterEach
  void stop() throws IOException {
    destination.close();
    svix.close();
  }

  @Test
  void concurrentFirstEventsMakeOneRequestForTheApplication() throws Exception {
    assertThat(deliverAtOnce(application())).allMatch(outcome -> outcome instanceof Accepted);
    assertThat(svix.kinds()).filteredOn("application"::equals).hasSize(1);
  }

  @Test
  void concurrentFirstEventsShareAFailureButNobodyAfterThem() throws Exception {
    assertThat(deliverAtOnce(status(500))).allMatch(outcome -> outcome instanceof Unreachable);
    assertThat(svix.kinds()).containsExactly("application");
    assertThat(destination.deliver(created(), event())).isInstanceOf(Accepted.class);
  }

  @Test
  void anInterruptedAskerDoesNotFailThoseWhoWait() throws Exception {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    svix.onApplication(
        () -> {
          answer.join();
          return application();
        });
    CompletableFuture<DeliveryOutcome> first = new CompletableFuture<>();
    CompletableFuture<DeliveryOutcome> second = new CompletableFuture<>();
    Thread asker =
        Thread.startVirtualThread(() -> first.complete(destination.deliver(created(), event())));
    svix.arrivals.take();
    Thread waiter =
        Thread.ofPlatform().start(() -> second.complete(destination.deliver(created(), event())));
    awaitWaiting(List.of(waiter));
    asker.interrupt();
    assertThat(first.get()).isInstanceOf(Unreachable.class);
    assertThat(second.get()).isInstanceOf(Accepted.class);
    answer.complete(null);
  }

  @Test
  void anApplicationIsAskedForAgainAfterItsTime() {
    destination.deliver(created(), event());
    nanos.addAndGet(Applications.REMEMBERED.toNanos() - 1);
    destination.deliver(created(), event());
    assertThat(svix.kinds()).containsExactly("application", "create", "create");
    nanos.addAndGet(2);
    destination.deliver(created(), event());
    assertThat(svix.kinds())
        .containsExactly("application", "create", "create", "application", "create");
  }

  @Test
  void theConnectionsOfFullParallelismAreKept() throws Exception {
    int parallelism = svix.settings().parallelism();
    for (int round = 0; round < 3; round++) {
      CyclicBarrier allInFlight = new CyclicBarrier(parallelism);
      for (int i = 0; i < parallelism; i++) {
        svix.onCreate(() -> after(allInFlight));
      }
      List<CompletableFuture<DeliveryOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < parallelism; i++) {
        outcomes.add(start(mapped(), new ArrayList<>()));
      }
      for (CompletableFuture<DeliveryOutcome> outcome : outcomes) {
        assertThat(outcome.get()).isInstanceOf(Accepted.class);
      }
    }
    assertThat(svix.requests())
        .filteredOn(request -> request.getSequenceNumber() == 0)
        .hasSize(parallelism);
  }

  /** First events of one organization; the application is answered for once all of them wait. */
  private List<DeliveryOutcome> deliverAtOnce(MockResponse applicationAnswer) throws Exception {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    svix.onApplication(
        () -> {
          answer.join();
          return applicationAnswer;
        });
    List<Thread> threads = new ArrayList<>();
    List<CompletableFuture<DeliveryOutcome>> running = new ArrayList<>();
    running.add(start(created(), new ArrayList<>()));
    svix.arrivals.take();
    for (int i = 1; i < FIRST_EVENTS; i++) {
      running.add(start(created(), threads));
    }
    awaitWaiting(threads);
    answer.complete(null);
    List<DeliveryOutcome> outcomes = new ArrayList<>();
    for (CompletableFuture<DeliveryOutcome> one : running) {
      outcomes.add(one.get());
    }
    return outcomes;
  }

  /** Returns when each thread waits for another, or a second one has asked by itself. */
  private void awaitWaiting(List<Thread> threads) {
    while (svix.kinds().size() < 2
        && !threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING)) {
      Thread.onSpinWait();
    }
  }

  private CompletableFuture<DeliveryOutcome> start(Target target, List<Thread> threads) {
    CompletableFuture<DeliveryOutcome> outcome = new CompletableFuture<>();
    threads.add(
        Thread.ofPlatform()
            .daemon()
            .start(() -> outcome.complete(destination.deliver(target, event()))));
    return outcome;
  }

  private static MockResponse after(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
    return message(202);
  }
}

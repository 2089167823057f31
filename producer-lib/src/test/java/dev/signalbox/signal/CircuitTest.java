package dev.signalbox.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CircuitTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
  private final Circuit circuit =
      new Circuit(Duration.ofSeconds(1), Duration.ofSeconds(5), now::get);

  @Test
  void attemptsGoThroughWhileTheySucceed() throws InterruptedException {
    circuit.await();
    circuit.await();
    circuit.succeeded();
    assertThat(circuit.pause()).isZero();
  }

  @Test
  void thePauseGrowsWithEachFailedProbeUpToTheLimit() throws InterruptedException {
    circuit.failed(circuit.await());
    assertThat(circuit.pause()).isEqualTo(Duration.ofSeconds(1));
    failProbe();
    assertThat(circuit.pause()).isEqualTo(Duration.ofSeconds(2));
    failProbe();
    failProbe();
    failProbe();
    assertThat(circuit.pause()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void failuresOfOneOutageCountAsOne() throws InterruptedException {
    long first = circuit.await();
    long second = circuit.await();
    circuit.failed(first);
    circuit.failed(second);
    assertThat(circuit.pause()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aSuccessForgetsTheOutage() throws InterruptedException {
    circuit.failed(circuit.await());
    failProbe();
    now.addAndGet(circuit.pause().toNanos());
    circuit.await();
    circuit.succeeded();
    assertThat(circuit.pause()).isZero();
    circuit.failed(circuit.await());
    assertThat(circuit.pause()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void oneProbeGoesAloneAndItsSuccessLetsTheOthersThrough() throws InterruptedException {
    circuit.failed(circuit.await());
    List<Thread> waiters = List.of(waiter(), waiter(), waiter());
    circuit.endPause();
    awaitEach(waiters, Thread.State.TERMINATED, Thread.State.WAITING);
    assertThat(waiters).filteredOn(Thread::isAlive).hasSize(2);
    circuit.succeeded();
    for (Thread waiter : waiters) {
      waiter.join();
    }
  }

  @Test
  void endingThePauseWakesWhoWaits() throws InterruptedException {
    circuit.failed(circuit.await());
    Thread waiter = waiter();
    awaitEach(List.of(waiter), Thread.State.TIMED_WAITING);
    circuit.endPause();
    waiter.join();
  }

  private Thread waiter() {
    Thread thread =
        new Thread(
            () -> {
              try {
                circuit.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void awaitEach(List<Thread> threads, Thread.State... states) {
    while (!threads.stream().allMatch(thread -> List.of(states).contains(thread.getState()))) {
      Thread.onSpinWait();
    }
  }

  private void failProbe() throws InterruptedException {
    now.addAndGet(circuit.pause().toNanos());
    circuit.failed(circuit.await());
  }
}

package dev.signalbox.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signalbox.contract.OrganizationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PermitGateTest {

  private static final Share WIDE = new Share(1_000, 1);

  @Test
  void grantsNoMorePermitsThanThereAre() throws InterruptedException {
    Crowd crowd = new Crowd(2);
    Caller first = crowd.join("a", WIDE);
    Caller second = crowd.join("b", WIDE);
    Caller third = crowd.join("c", WIDE);

    assertThat(List.of(first.hasPermit(), second.hasPermit(), third.hasPermit()))
        .containsExactly(true, true, false);
    first.leave();
    third.awaitPermit();
    crowd.disperse();
    assertThat(crowd.gate.free()).isEqualTo(2);
  }

  @Test
  void keepsAnOrganizationBelowItsOwnLimitAndLetsTheOthersBy() throws InterruptedException {
    Crowd crowd = new Crowd(10);
    Share two = new Share(2, 1);
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      callers.add(crowd.join("a", two));
    }
    assertThat(callers.stream().filter(Caller::hasPermit)).hasSize(2);
    assertThat(crowd.join("b", WIDE).hasPermit()).isTrue();

    callers.getFirst().leave();
    callers.get(2).awaitPermit();
    assertThat(callers.get(3).hasPermit()).isFalse();
    crowd.disperse();
  }

  @Test
  void servesAnOrganizationsCallersInTheOrderTheyCame() throws InterruptedException {
    Crowd crowd = new Crowd(1);
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      callers.add(crowd.join("a", WIDE));
    }
    assertThat(crowd.serve(20)).isEqualTo(callers);
  }

  @Test
  void grantsInProportionToTheWeights() throws InterruptedException {
    Crowd crowd = new Crowd(1);
    Map<String, Double> weights = Map.of("a", 1.0, "b", 2.0, "c", 4.0, "d", 0.5);
    Caller first = crowd.join("first", WIDE);
    for (int i = 0; i < 80; i++) {
      for (Map.Entry<String, Double> weight : weights.entrySet()) {
        crowd.join(weight.getKey(), new Share(1_000, weight.getValue()));
      }
    }
    first.leave();
    Map<String, Integer> counts = count(crowd.serve(150));
    weights.forEach(
        (organization, weight) ->
            assertThat(counts.getOrDefault(organization, 0) / weight)
                .as(organization)
                .isBetween(18.0, 22.0));
    crowd.disperse();
  }

  @Test
  void aPermitThatServedForSeveralCallsCountsAsSoManyTurns() throws InterruptedException {
    Crowd crowd = new Crowd(1);
    Caller first = crowd.join("a", WIDE);
    for (int i = 0; i < 8; i++) {
      crowd.join("a", WIDE);
      crowd.join("b", WIDE);
    }
    first.calls = 5;
    crowd.serveOne();
    assertThat(count(crowd.serve(5))).isEqualTo(Map.of("b", 5));
    assertThat(count(crowd.serve(2))).isEqualTo(Map.of("a", 1, "b", 1));
    crowd.disperse();
  }

  @Test
  void aFloodDelaysAnotherOrganizationByOneGrantAtMost() throws InterruptedException {
    for (String late : List.of("a", "z")) { // before and after the flood by name
      Crowd crowd = new Crowd(1);
      for (int i = 0; i < 100; i++) {
        crowd.join("flood", WIDE);
      }
      crowd.serve(50);
      Caller other = crowd.join(late, WIDE);
      crowd.serveOne();
      assertThat(crowd.serve(2)).as(late).contains(other);
      crowd.disperse();
    }
  }

  @Test
  void organizationsThatComeAndGoDoNotPassOverOneThatWaits() throws InterruptedException {
    Crowd crowd = new Crowd(1);
    crowd.join("a", WIDE);
    crowd.join("b", WIDE);
    Caller waiting = crowd.join("z", WIDE);
    for (int i = 0; i < 10; i++) {
      Caller served = crowd.serveOne();
      if (served == waiting) {
        break;
      }
      crowd.join(served.organization.value(), WIDE);
    }
    assertThat(waiting.hasPermit()).isTrue();
    crowd.disperse();
  }

  @Test
  void theWeightHoldsForAnOrganizationThatComesAndGoes() throws InterruptedException {
    Crowd crowd = new Crowd(1);
    Share light = new Share(1, 0.1);
    crowd.join("light", light);
    for (int i = 0; i < 100; i++) {
      crowd.join("many", WIDE);
    }
    int served = 0;
    for (int i = 0; i < 60; i++) {
      if (crowd.serveOne().organization.value().equals("light")) {
        served++;
        crowd.join("light", light);
      }
    }
    assertThat(served).isBetween(4, 8);
    crowd.disperse();
  }

  @Test
  void aQuietTimeIsNotSavedUp() throws InterruptedException {
    Crowd crowd = new Crowd(1);
    crowd.join("quiet", WIDE);
    crowd.serveOne();
    for (int i = 0; i < 130; i++) {
      crowd.join("busy", WIDE);
    }
    crowd.serve(100);
    for (int i = 0; i < 20; i++) {
      crowd.join("quiet", WIDE);
    }
    assertThat(count(crowd.serve(20)).get("busy")).isBetween(9, 11);
    crowd.disperse();
  }

  @Test
  void anInterruptedCallerLeavesTheQueue() throws InterruptedException {
    Crowd crowd = new Crowd(1);
    Caller holder = crowd.join("a", WIDE);
    Caller impatient = crowd.join("a", WIDE);
    Caller patient = crowd.join("a", WIDE);

    impatient.interrupt();
    assertThat(impatient.wasInterrupted()).isTrue();
    assertThat(crowd.gate.waiting()).isEqualTo(1);
    holder.leave();
    patient.awaitPermit();
    crowd.disperse();
    assertThat(crowd.gate.free()).isEqualTo(1);
  }

  /** The interrupt and the grant meet: whichever comes first, no permit may be lost. */
  @Test
  void aCallerInterruptedWhileItIsGrantedGivesThePermitBack() throws InterruptedException {
    for (int i = 0; i < 2_000; i++) {
      Crowd crowd = new Crowd(1);
      Caller holder = crowd.join("a", WIDE);
      Caller waiting = crowd.join(i % 2 == 0 ? "a" : "b", WIDE);
      holder.mayLeave.countDown();
      if (i % 3 == 0) {
        Thread.onSpinWait();
      }
      waiting.thread.interrupt();
      holder.leave();
      waiting.leave();
      assertThat(crowd.gate.free()).isEqualTo(1);
    }
  }

  @Test
  void refusesAPermitThatNobodyHas() throws InterruptedException {
    PermitGate gate = gate(2);
    assertThatIllegalStateException().isThrownBy(() -> gate.release(new OrganizationId("a"), 1));
    gate.acquire(new OrganizationId("a"), WIDE, () -> false);
    assertThatIllegalStateException().isThrownBy(() -> gate.release(new OrganizationId("b"), 1));
    gate.release(new OrganizationId("a"), 1);
    assertThatIllegalStateException().isThrownBy(() -> gate.release(new OrganizationId("a"), 1));
    assertThat(gate.free()).isEqualTo(2);
  }

  @Test
  void whoComesTooLateLeavesTheLine() throws InterruptedException {
    PermitGate gate = gate(1);
    OrganizationId first = new OrganizationId("a");
    assertThat(gate.acquire(first, WIDE, () -> false)).isTrue();
    assertThat(gate.acquire(new OrganizationId("b"), WIDE, () -> true)).isFalse();
    assertThat(gate.waiting()).isZero();
    gate.release(first, 1);
    assertThat(gate.free()).isEqualTo(1);
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // yields to mix the threads up, nothing relies on it
  void keepsItsPromisesUnderManyThreadsAndInterrupts() throws InterruptedException {
    long seed = System.nanoTime();
    System.out.println("PermitGateTest seed " + seed);
    int total = 7;
    PermitGate gate = gate(total);
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger broken = new AtomicInteger();
    AtomicInteger served = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int o = 0; o < 6; o++) {
      AtomicInteger own = new AtomicInteger();
      OrganizationId organization = new OrganizationId("organization-" + o);
      Share share = new Share(1 + o, 1 << o);
      for (int t = 0; t < 8; t++) {
        Random random = new Random(seed + 31L * o + t);
        threads.add(
            Thread.ofVirtual()
                .unstarted(
                    () -> {
                      for (int i = 0; i < 500; i++) {
                        try {
                          gate.acquire(organization, share, () -> false);
                        } catch (InterruptedException e) {
                          continue;
                        }
                        if (own.incrementAndGet() > share.limit()
                            || inFlight.incrementAndGet() > total) {
                          broken.incrementAndGet();
                        }
                        if (random.nextBoolean()) {
                          Thread.yield();
                        }
                        inFlight.decrementAndGet();
                        own.decrementAndGet();
                        gate.release(organization, 1);
                        served.incrementAndGet();
                      }
                    }));
      }
    }
    threads.forEach(Thread::start);
    Random random = new Random(seed);
    while (threads.stream().anyMatch(Thread::isAlive)) {
      threads.get(random.nextInt(threads.size())).interrupt();
      Thread.onSpinWait();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(broken).as("seed %d", seed).hasValue(0);
    assertThat(served.get()).as("seed %d", seed).isPositive();
    assertThat(gate.free()).as("seed %d", seed).isEqualTo(total);
  }

  private static PermitGate gate(int inFlight) {
    return new PermitGate(new DeliverySettings(inFlight, Duration.ofSeconds(10)));
  }

  private static Map<String, Integer> count(List<Caller> callers) {
    Map<String, Integer> counts = new HashMap<>();
    callers.forEach(caller -> counts.merge(caller.organization.value(), 1, Integer::sum));
    return counts;
  }

  /** Callers that come one after the other; each holds its permit until it is told to leave. */
  private static final class Crowd {
    private final PermitGate gate;
    private final List<Caller> callers = new ArrayList<>();

    Crowd(int inFlight) {
      gate = gate(inFlight);
    }

    /** Returns when the caller has its permit or stands in the queue. */
    Caller join(String organization, Share share) {
      Caller caller = new Caller(gate, new OrganizationId(organization), share);
      callers.add(caller);
      caller.thread.start();
      while (!caller.hasPermit() && caller.thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      return caller;
    }

    /** Whoever holds the only permit leaves, and is returned. */
    Caller serveOne() throws InterruptedException {
      Caller holder = awaitHolder();
      callers.remove(holder);
      holder.leave();
      if (!callers.isEmpty()) {
        awaitHolder();
      }
      return holder;
    }

    List<Caller> serve(int count) throws InterruptedException {
      List<Caller> served = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        served.add(serveOne());
      }
      return served;
    }

    void disperse() throws InterruptedException {
      for (Caller caller : callers) {
        caller.mayLeave.countDown();
      }
      for (Caller caller : callers) {
        caller.thread.join();
      }
    }

    private Caller awaitHolder() {
      while (true) {
        for (Caller caller : callers) {
          if (caller.hasPermit()) {
            return caller;
          }
        }
        Thread.onSpinWait();
      }
    }
  }

  private static final class Caller {
    private final CountDownLatch permit = new CountDownLatch(1);
    private final CountDownLatch mayLeave = new CountDownLatch(1);
    private final PermitGate gate;
    private final OrganizationId organization;
    private final Share share;
    private final Thread thread = Thread.ofVirtual().unstarted(this::run);
    private volatile boolean interrupted;
    private volatile int calls = 1;

    Caller(PermitGate gate, OrganizationId organization, Share share) {
      this.gate = gate;
      this.organization = organization;
      this.share = share;
    }

    private void run() {
      try {
        gate.acquire(organization, share, () -> false);
      } catch (InterruptedException e) {
        interrupted = true;
        return;
      }
      permit.countDown();
      boolean late = false;
      while (mayLeave.getCount() > 0) {
        try {
          mayLeave.await();
        } catch (InterruptedException e) {
          late = true; // it has its permit and gives it back as usual
        }
      }
      interrupted = late;
      gate.release(organization, calls);
    }

    boolean hasPermit() {
      return permit.getCount() == 0;
    }

    void awaitPermit() throws InterruptedException {
      permit.await();
    }

    void leave() throws InterruptedException {
      mayLeave.countDown();
      thread.join();
    }

    void interrupt() throws InterruptedException {
      thread.interrupt();
      thread.join();
    }

    boolean wasInterrupted() {
      return interrupted;
    }
  }
}

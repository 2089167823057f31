package dev.signalbox.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.signal.Coalescer.Offer;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CoalescerTest {

  private static final OrganizationId A = new OrganizationId("a");
  private static final OrganizationId B = new OrganizationId("b");
  private static final OrganizationId C = new OrganizationId("c");

  private final Coalescer coalescer = new Coalescer(2);

  @Test
  void offersJoinTheOneThatWaits() {
    assertThat(coalescer.offer(A)).isEqualTo(Offer.QUEUED);
    assertThat(coalescer.offer(A)).isEqualTo(Offer.COALESCED);
    assertThat(coalescer.poll()).contains(A);
    assertThat(coalescer.poll()).isEmpty();
  }

  @Test
  void anOfferDuringTheFlightIsPolledOnceMoreAfterIt() {
    coalescer.offer(A);
    coalescer.poll();
    assertThat(coalescer.offer(A)).isEqualTo(Offer.QUEUED);
    assertThat(coalescer.offer(A)).isEqualTo(Offer.COALESCED);
    assertThat(coalescer.poll()).as("while in flight").isEmpty();
    assertThat(coalescer.finish(A)).isTrue();
    assertThat(coalescer.poll()).contains(A);
    assertThat(coalescer.finish(A)).isTrue();
    assertThat(coalescer.poll()).isEmpty();
    assertThat(coalescer.size()).isZero();
  }

  @Test
  void organizationsArePolledInTheOrderOfTheirOffers() {
    coalescer.offer(A);
    coalescer.offer(B);
    coalescer.poll();
    coalescer.offer(A);
    coalescer.finish(A);
    assertThat(coalescer.poll()).contains(B);
    assertThat(coalescer.poll()).contains(A);
  }

  @Test
  void refusesMoreOrganizationsThanAllowedButStillCoalesces() {
    coalescer.offer(A);
    coalescer.offer(B);
    assertThat(coalescer.offer(C)).isEqualTo(Offer.OVERFLOW);
    assertThat(coalescer.offer(B)).isEqualTo(Offer.COALESCED);
    coalescer.poll();
    assertThat(coalescer.offer(C)).as("a flight takes a place").isEqualTo(Offer.OVERFLOW);
    coalescer.finish(A);
    assertThat(coalescer.offer(C)).isEqualTo(Offer.QUEUED);
  }

  @Test
  void closedGivesOutWhatIsQueuedAndTakesNothingNew() throws InterruptedException {
    coalescer.offer(A);
    coalescer.poll();
    coalescer.offer(A);
    coalescer.offer(B);
    coalescer.close();
    assertThat(coalescer.offer(A)).isEqualTo(Offer.CLOSED);
    assertThat(coalescer.take()).contains(B);
    coalescer.finish(A);
    assertThat(coalescer.take()).contains(A);
    assertThat(coalescer.take()).isEmpty();
  }

  @Test
  void abandonAnswersForEveryQueuedOffer() {
    coalescer.offer(A);
    coalescer.poll();
    coalescer.offer(A);
    coalescer.offer(B);
    assertThat(coalescer.abandon()).containsExactlyInAnyOrder(A, A, B);
    assertThat(coalescer.finish(A)).as("told already").isFalse();
    assertThat(coalescer.abandon()).isEmpty();
    assertThat(coalescer.poll()).isEmpty();
  }

  @Test
  void noOfferIsSwallowedByAFlightThatBeganBeforeIt() throws Exception {
    long seed = new SplittableRandom().nextLong();
    System.out.println("CoalescerTest seed " + seed);
    new Interleavings(new SplittableRandom(seed)).run();
  }

  /**
   * Producers commit (count up), offer, and then insist that a flight that saw their commit
   * follows; consumers look at the count after the poll, as a sender looks at the rows. An offer
   * that is swallowed leaves its producer with an idle coalescer and a commit that nobody saw.
   */
  @SuppressWarnings("ThreadPriorityCheck") // yields only mix the threads; nothing relies on them
  private static final class Interleavings {

    private static final int ORGANIZATIONS = 3;
    private static final int PRODUCERS = 4;
    private static final int CONSUMERS = 3;
    private static final int OFFERS = 20_000;

    private final SplittableRandom random;
    private final Coalescer coalescer = new Coalescer(ORGANIZATIONS);
    private final AtomicIntegerArray committed = new AtomicIntegerArray(ORGANIZATIONS);
    private final AtomicIntegerArray seen = new AtomicIntegerArray(ORGANIZATIONS);
    private final AtomicIntegerArray inFlight = new AtomicIntegerArray(ORGANIZATIONS);
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger polled = new AtomicInteger();

    Interleavings(SplittableRandom random) {
      this.random = random;
    }

    void run() throws Exception {
      ExecutorService threads = Executors.newCachedThreadPool();
      try {
        List<Future<?>> consumers =
            IntStream.range(0, CONSUMERS)
                .<Future<?>>mapToObj(i -> threads.submit(consumer()))
                .toList();
        List<Future<?>> producers =
            IntStream.range(0, PRODUCERS)
                .<Future<?>>mapToObj(i -> threads.submit(producer(random.split())))
                .toList();
        for (Future<?> producer : producers) {
          producer.get();
        }
        coalescer.close();
        for (Future<?> consumer : consumers) {
          consumer.get();
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(polled).hasValue(queued.get());
      assertThat(coalescer.size()).isZero();
    }

    private Callable<Boolean> producer(SplittableRandom choice) {
      return () -> {
        for (int i = 0; i < OFFERS; i++) {
          int organization = choice.nextInt(ORGANIZATIONS);
          int commit = committed.incrementAndGet(organization);
          Offer offer = coalescer.offer(new OrganizationId("o" + organization));
          assertThat(offer).isIn(Offer.QUEUED, Offer.COALESCED);
          if (offer == Offer.QUEUED) {
            queued.incrementAndGet();
          }
          insistThatItIsSeen(organization, commit);
        }
        return true;
      };
    }

    private void insistThatItIsSeen(int organization, int commit) {
      while (seen.get(organization) < commit) {
        boolean idle = coalescer.size() == 0;
        if (idle && seen.get(organization) < commit) {
          throw new AssertionError("No flight that began after commit " + commit + " followed it.");
        }
        Thread.yield();
      }
    }

    private Callable<Boolean> consumer() {
      return () -> {
        for (Optional<OrganizationId> next = coalescer.take();
            next.isPresent();
            next = coalescer.take()) {
          int organization = Integer.parseInt(next.get().value().substring(1));
          polled.incrementAndGet();
          assertThat(inFlight.incrementAndGet(organization)).as("flights at once").isEqualTo(1);
          int look = committed.get(organization);
          Thread.yield();
          seen.accumulateAndGet(organization, look, Math::max);
          inFlight.decrementAndGet(organization);
          coalescer.finish(next.get());
        }
        return true;
      };
    }
  }
}

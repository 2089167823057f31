package dev.signalbox.demo;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A few tills that serve customers side by side, until there are none or the shop closes. */
final class Shop implements AutoCloseable {

  private static final int TILLS = 3;

  private final Customers customers;
  private final Checkout checkout;
  private final Duration pause;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Thread> tills;
  private volatile @Nullable Exception failure;

  private Shop(Customers customers, Checkout checkout, Duration pause) {
    this.customers = customers;
    this.checkout = checkout;
    this.pause = pause;
    this.tills =
        IntStream.range(0, TILLS)
            .mapToObj(i -> Thread.ofPlatform().name("demo-till-" + i).daemon().unstarted(this::run))
            .toList();
  }

  /**
   * Opens.
   *
   * @param pause longest wait of a till between two customers
   */
  static Shop open(Customers customers, Checkout checkout, Duration pause) {
    Shop shop = new Shop(customers, checkout, pause);
    shop.tills.forEach(Thread::start);
    return shop;
  }

  /** Returns when the last customer is served, or a till has failed. */
  void awaitEnd() throws InterruptedException {
    for (Thread till : tills) {
      till.join();
    }
  }

  /** What closed the shop before its time. */
  @Nullable Exception failure() {
    return failure;
  }

  /** Serves who stands at a till, and no one else. */
  @Override
  public void close() {
    closing.countDown();
    try {
      awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    RandomGenerator random = new SplittableRandom();
    try {
      Basket basket = customers.next(random);
      while (!basket.lines().isEmpty() && !isClosing(random)) {
        checkout.serve(basket, random);
        basket = customers.next(random);
      }
    } catch (SQLException | RuntimeException e) { // the demo ends with it, and says why
      failure = e;
      closing.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosing(RandomGenerator random) throws InterruptedException {
    return closing.await(random.nextLong(pause.toMillis() + 1), TimeUnit.MILLISECONDS);
  }
}

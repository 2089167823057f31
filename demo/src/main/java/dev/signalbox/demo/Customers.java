package dev.signalbox.demo;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.demo.Basket.Ending;
import dev.signalbox.demo.Basket.Line;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Fills baskets: single and batched, some of which come to nothing. Safe for several threads. */
final class Customers {

  private static final int ORDERS_PER_ORGANIZATION = 8;
  private static final int LARGE = 60;

  private final List<OrganizationId> organizations;
  private final AtomicLong budget;
  private final AtomicLong served = new AtomicLong();

  /**
   * Customers who stay for so many events.
   *
   * @param events that will be committed, exactly
   */
  Customers(List<OrganizationId> organizations, long events) {
    this.organizations = List.copyOf(organizations);
    this.budget = new AtomicLong(events);
  }

  /** The next basket; an empty one when everything is bought. */
  Basket next(RandomGenerator random) {
    long number = served.getAndIncrement();
    int wanted = size(number, random);
    boolean rolledBack = number % 10 == 3;
    int granted = rolledBack ? wanted : take(wanted);
    return new Basket(
        Stream.generate(() -> line(random)).limit(granted).toList(),
        rolledBack ? Ending.ROLLED_BACK : number % 10 == 7 ? Ending.DIED : Ending.SIGNALED);
  }

  private int take(int wanted) {
    return (int) Math.min(wanted, budget.getAndUpdate(left -> left - Math.min(left, wanted)));
  }

  private static int size(long number, RandomGenerator random) {
    if (number % 40 == 19) {
      return LARGE;
    }
    return number % 3 == 0 ? random.nextInt(2, 13) : 1;
  }

  private Line line(RandomGenerator random) {
    return new Line(
        organizations.get(random.nextInt(organizations.size())),
        random.nextInt(ORDERS_PER_ORGANIZATION),
        random.nextInt(3) > 0);
  }
}

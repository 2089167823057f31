package dev.signalbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.demo.Basket.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CustomersTest {

  @Test
  void committedBasketsHoldExactlyTheEvents() {
    List<Basket> baskets = baskets(300);
    assertThat(
            baskets.stream()
                .filter(basket -> basket.ending() != Ending.ROLLED_BACK)
                .mapToInt(basket -> basket.lines().size())
                .sum())
        .isEqualTo(300);
  }

  @Test
  void aSmallRunHasEveryEndingAndABatch() {
    List<Basket> baskets = baskets(60);
    assertThat(baskets).extracting(Basket::ending).contains(Ending.values());
    assertThat(baskets).anyMatch(basket -> basket.lines().size() > 1);
    assertThat(baskets).anyMatch(basket -> basket.lines().size() == 1);
  }

  private static List<Basket> baskets(long events) {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    Customers customers =
        new Customers(List.of(new OrganizationId("a"), new OrganizationId("b")), events);
    List<Basket> baskets = new ArrayList<>();
    for (Basket basket = customers.next(random);
        !basket.lines().isEmpty();
        basket = customers.next(random)) {
      baskets.add(basket);
    }
    return baskets;
  }
}

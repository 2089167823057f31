package dev.signalbox.demo.chaos;

import dev.signalbox.contract.OrganizationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** An event before it has its place: whose it is, and what it is about. */
record Draft(OrganizationId organization, Optional<String> orderingKey, boolean doomed) {

  private static final int KEYS = 5;
  private static final int LARGE = 60;

  /** Those of one transaction: often one, sometimes some, seldom many; of one or two tenants. */
  static List<Draft> ofTransaction(RandomGenerator random) {
    OrganizationId organization = organization(random);
    OrganizationId other = random.nextInt(5) == 0 ? organization(random) : organization;
    List<Draft> drafts = new ArrayList<>();
    for (int i = size(random); i > 0; i--) {
      drafts.add(one(random.nextInt(4) == 0 ? other : organization, random));
    }
    return drafts;
  }

  private static Draft one(OrganizationId organization, RandomGenerator random) {
    Optional<String> key =
        random.nextInt(3) == 0
            ? Optional.empty()
            : Optional.of("aggregate-" + random.nextInt(KEYS));
    return new Draft(organization, key, random.nextInt(100) == 0);
  }

  private static int size(RandomGenerator random) {
    int draw = random.nextInt(60);
    if (draw == 0) {
      return LARGE;
    }
    return draw < 40 ? 1 : random.nextInt(2, 10);
  }

  private static OrganizationId organization(RandomGenerator random) {
    return Organizations.named(random.nextInt(4) == 0 ? 0 : random.nextInt(Organizations.COUNT));
  }
}

package dev.signalbox.signal;

import dev.signalbox.contract.OrganizationId;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Every operation is atomic: Lincheck switches threads at each access to shared memory, and looks
 * for an outcome that no order of whole operations has.
 */
@Param(name = "organization", gen = IntGen.class, conf = "0:1")
public class CoalescerLincheckTest {

  private static final OrganizationId[] ORGANIZATIONS = {
    new OrganizationId("a"), new OrganizationId("b")
  };

  private final Coalescer coalescer = new Coalescer(1);

  @Operation
  public String offer(@Param(name = "organization") int organization) {
    return coalescer.offer(ORGANIZATIONS[organization]).name();
  }

  @Operation
  public String poll() {
    return coalescer.poll().map(OrganizationId::value).orElse("");
  }

  @Operation
  public boolean finish(@Param(name = "organization") int organization) {
    return coalescer.finish(ORGANIZATIONS[organization]);
  }

  @Operation
  public int abandon() {
    return coalescer.abandon().size();
  }

  @Test
  void everyOperationIsAtomic() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
        .iterations(8)
        .invocationsPerIteration(100)
        .check(CoalescerLincheckTest.class);
  }
}

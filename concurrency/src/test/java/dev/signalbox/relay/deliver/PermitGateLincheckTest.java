package dev.signalbox.relay.deliver;

import dev.signalbox.contract.OrganizationId;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Permits are taken and given back atomically, and none is lost or made, also where a caller goes
 * away without one. Nobody waits here, for a wait has no outcome that could be compared.
 */
@Param(name = "organization", gen = IntGen.class, conf = "0:1")
@Param(name = "calls", gen = IntGen.class, conf = "1:3")
public class PermitGateLincheckTest {

  private static final OrganizationId[] ORGANIZATIONS = {
    new OrganizationId("a"), new OrganizationId("b")
  };
  private static final Share SHARE = new Share(1, 1);

  private final PermitGate gate = new PermitGate(new DeliverySettings(2, Duration.ofSeconds(1)));

  @Operation
  public boolean acquireAtOnce(@Param(name = "organization") int organization)
      throws InterruptedException {
    return gate.acquire(ORGANIZATIONS[organization], SHARE, () -> true);
  }

  /** Fails where nobody has a permit of the organization, which is an outcome like others. */
  @Operation
  public void release(
      @Param(name = "organization") int organization, @Param(name = "calls") int calls) {
    gate.release(ORGANIZATIONS[organization], calls);
  }

  @Operation
  public int free() {
    return gate.free();
  }

  @Operation
  public int waiting() {
    return gate.waiting();
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
        .check(PermitGateLincheckTest.class);
  }
}

package dev.signalbox.relay.deliver;

import dev.signalbox.contract.OrganizationId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** A permit that is there, taken and given back; here, as the gate is closed to others. */
@NullMarked
public class PermitTurns {

  /** The gate of a worker. */
  @State(Scope.Benchmark)
  public static class Gate {
    private final PermitGate gate =
        new PermitGate(new DeliverySettings(64, Duration.ofSeconds(10)));
    private final AtomicInteger organizations = new AtomicInteger();
  }

  /** One that asks for permits of an organization of its own. */
  @State(Scope.Thread)
  public static class Caller {
    private final Share share = new Share(16, 1);
    private OrganizationId organization = new OrganizationId("acme");

    /** Makes the organization its own. */
    @Setup
    public void nameOrganization(Gate gate) {
      organization = new OrganizationId("org-" + gate.organizations.incrementAndGet());
    }
  }

  /** By one thread. */
  @Benchmark
  public boolean one(Gate gate, Caller caller) throws InterruptedException {
    return turn(gate, caller);
  }

  /** By four, which stand in each other's way. */
  @Benchmark
  @Threads(4)
  public boolean four(Gate gate, Caller caller) throws InterruptedException {
    return turn(gate, caller);
  }

  private static boolean turn(Gate gate, Caller caller) throws InterruptedException {
    boolean granted = gate.gate.acquire(caller.organization, caller.share, () -> false);
    gate.gate.release(caller.organization, 1);
    return granted;
  }
}

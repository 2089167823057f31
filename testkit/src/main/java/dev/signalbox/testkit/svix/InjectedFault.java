package dev.signalbox.testkit.svix;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A fault that is in force; thread-safe. */
public final class InjectedFault {

  private final Fault fault;
  private final Consumer<InjectedFault> remover;
  private final SplittableRandom random;
  private long strikes;

  InjectedFault(Fault fault, Consumer<InjectedFault> remover) {
    this.fault = fault;
    this.remover = remover;
    this.random = new SplittableRandom(fault.seed());
  }

  /** How many requests it has struck. */
  public synchronized long strikes() {
    return strikes;
  }

  /** Ends it; requests that it delays or holds go on as before. */
  public void remove() {
    remover.accept(this);
  }

  FaultAction action() {
    return fault.action();
  }

  boolean isAt(FaultPoint point) {
    return fault.point() == point;
  }

  /** Decides whether it strikes, and counts it. */
  boolean strikes(SvixRequest request) {
    return fault.selector().test(request) && draw();
  }

  private synchronized boolean draw() {
    if (strikes >= fault.times() || (fault.rate() < 1 && random.nextDouble() >= fault.rate())) {
      return false;
    }
    strikes++;
    return true;
  }
}

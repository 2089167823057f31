package dev.signalbox.testkit.svix;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The faults in force. Several may strike one request: they act in the order in which they were
 * injected, until one of them ends the request. Thread-safe.
 */
public final class Faults {

  private final List<InjectedFault> inForce = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  Faults() {}

  /** Puts a fault in force. */
  public InjectedFault inject(Fault fault) {
    InjectedFault injected = new InjectedFault(fault, inForce::remove);
    inForce.add(injected);
    return injected;
  }

  /** Holds the selected requests at this point until the gate lets them go on. */
  public Gate hold(FaultPoint point, Predicate<SvixRequest> selector) {
    Gate gate = new Gate();
    inject(Fault.of(new FaultAction.Hold(gate), point).on(selector));
    return gate;
  }

  /** Ends all faults and releases what they hold. */
  public void clear() {
    List<InjectedFault> ended = List.copyOf(inForce);
    inForce.removeAll(ended);
    ended.forEach(Faults::release);
  }

  /** Ends all faults, and delays with them. */
  void close() {
    closed.countDown();
    clear();
  }

  boolean isEmpty() {
    return inForce.isEmpty();
  }

  /** What becomes of the answer when a request passes this point. */
  Reply strike(FaultPoint point, SvixRequest request, Reply reply) {
    for (InjectedFault fault : inForce) {
      if (fault.isAt(point) && fault.strikes(request)) {
        Reply changed = act(fault.action(), reply);
        if (changed != reply) {
          return changed;
        }
      }
    }
    return reply;
  }

  private Reply act(FaultAction action, Reply reply) {
    if (action instanceof FaultAction.Answer answer) {
      return Reply.of(answer.status(), answer.headers(), answer.body());
    } else if (action instanceof FaultAction.Cut) {
      return Reply.CUT;
    } else if (action instanceof FaultAction.Truncate truncate) {
      return reply.truncated(truncate.bytes());
    } else if (action instanceof FaultAction.Delay delay) {
      pause(delay.duration());
    } else if (action instanceof FaultAction.Hold hold) {
      hold.gate().pass();
    }
    return reply;
  }

  private void pause(Duration duration) {
    try {
      boolean ended = closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
      assert ended || closed.getCount() > 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void release(InjectedFault fault) {
    if (fault.action() instanceof FaultAction.Hold hold) {
      hold.gate().release();
    }
  }
}

package dev.signalbox.relay;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.relay.deliver.Destination;
import dev.signalbox.relay.deliver.PendingEvent;
import dev.signalbox.relay.deliver.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Answers noisy organizations as it is told and accepts everything of the others; counts who is
 * there at once, and notes how far the noisy ones were when the others were through.
 */
final class CrowdedDestination implements Destination {

  private final Set<OrganizationId> noisy;
  private final Supplier<DeliveryOutcome> answer;

  @GuardedBy("this")
  private final Map<OrganizationId, Integer> inFlight = new HashMap<>();

  @GuardedBy("this")
  private final Map<OrganizationId, Integer> accepted = new HashMap<>();

  @GuardedBy("this")
  private int noisyCalls;

  @GuardedBy("this")
  private int noisyAccepted;

  @GuardedBy("this")
  private int quietAccepted;

  @GuardedBy("this")
  private int mostCalls;

  @GuardedBy("this")
  private int mostOfOne;

  @GuardedBy("this")
  private int mostOrganizations;

  CrowdedDestination(Set<OrganizationId> noisy, Supplier<DeliveryOutcome> answer) {
    this.noisy = noisy;
    this.answer = answer;
  }

  static DeliveryOutcome accepted() {
    return new DeliveryOutcome.Accepted("msg_1", false);
  }

  @Override
  public DeliveryOutcome deliver(Target target, PendingEvent event) {
    OrganizationId organization = target.organization();
    boolean isNoisy = noisy.contains(organization);
    begin(organization, isNoisy);
    DeliveryOutcome outcome = isNoisy ? answer.get() : accepted();
    end(organization, isNoisy, outcome);
    return outcome;
  }

  private synchronized void begin(OrganizationId organization, boolean isNoisy) {
    noisyCalls += isNoisy ? 1 : 0;
    mostOfOne = Math.max(mostOfOne, inFlight.merge(organization, 1, Integer::sum));
    mostOrganizations = Math.max(mostOrganizations, inFlight.size());
    mostCalls = Math.max(mostCalls, inFlight.values().stream().mapToInt(Integer::intValue).sum());
    notifyAll();
  }

  private synchronized void end(
      OrganizationId organization, boolean isNoisy, DeliveryOutcome outcome) {
    inFlight.computeIfPresent(organization, (o, calls) -> calls == 1 ? null : calls - 1);
    if (outcome instanceof DeliveryOutcome.Accepted) {
      accepted.merge(organization, 1, Integer::sum);
      noisyAccepted += isNoisy ? 1 : 0;
      quietAccepted += isNoisy ? 0 : 1;
    }
    notifyAll();
  }

  synchronized void awaitNoisyCalls(int count) throws InterruptedException {
    while (noisyCalls < count) {
      wait();
    }
  }

  synchronized void awaitNoisyAccepted(int count) throws InterruptedException {
    while (noisyAccepted < count) {
      wait();
    }
  }

  /** Waits for the last of the quiet organizations' events; how many of the noisy ones' were. */
  synchronized int awaitQuiet(int events) throws InterruptedException {
    while (quietAccepted < events) {
      wait();
    }
    return noisyAccepted;
  }

  synchronized int acceptedOf(OrganizationId organization) {
    return accepted.getOrDefault(organization, 0);
  }

  synchronized int noisyAtOnce() {
    int calls = 0;
    for (OrganizationId organization : noisy) {
      calls += inFlight.getOrDefault(organization, 0);
    }
    return calls;
  }

  synchronized int mostCalls() {
    return mostCalls;
  }

  synchronized int mostOfOne() {
    return mostOfOne;
  }

  /** Of which calls were in flight at once: each holds a slot. */
  synchronized int mostOrganizations() {
    return mostOrganizations;
  }
}

package dev.signalbox.signal;

import dev.signalbox.contract.OrganizationId;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Accepts every wake, but only once the gate lets it; an interrupt does not help. */
final class GatedSender implements WakeSender {

  final Semaphore entered = new Semaphore(0);
  final Semaphore gate = new Semaphore(0);
  final Queue<OrganizationId> woken = new ConcurrentLinkedQueue<>();

  @Override
  public WakeAnswer wake(OrganizationId organization, String databaseId) {
    entered.release();
    gate.acquireUninterruptibly();
    woken.add(organization);
    return new WakeAnswer.Accepted();
  }
}

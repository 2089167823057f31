package dev.signalbox.signal;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.signal.DrainFlag.Reading;
import dev.signalbox.signal.SignalOutcome.Failed;
import dev.signalbox.signal.SignalOutcome.FailureCause;
import dev.signalbox.signal.WakeSender.WakeAnswer;
import java.sql.SQLException;
import java.util.Optional;

/** What each sender thread does until the coalescer is closed and empty. */
final class SenderLoop implements Runnable {

  private final Coalescer coalescer;
  private final DrainFlag flag;
  private final Circuit circuit;
  private final WakeSender sender;
  private final SignalListener listener;

  SenderLoop(
      Coalescer coalescer,
      DrainFlag flag,
      Circuit circuit,
      WakeSender sender,
      SignalListener listener) {
    this.coalescer = coalescer;
    this.flag = flag;
    this.circuit = circuit;
    this.sender = sender;
    this.listener = listener;
  }

  @Override
  public void run() {
    try {
      for (Optional<OrganizationId> next = coalescer.take();
          next.isPresent();
          next = coalescer.take()) {
        sendAndTell(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendAndTell(OrganizationId organization) {
    SignalOutcome outcome = outcome(organization);
    if (coalescer.finish(organization)) {
      listener.onSignal(organization, outcome);
    }
  }

  private SignalOutcome outcome(OrganizationId organization) {
    try {
      return readAndSend(organization);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Failed(FailureCause.CLOSED, "The signaler was closed.");
    } catch (Throwable e) {
      // wide: an organization that is never finished would never be signaled again
      return new Failed(FailureCause.REFUSED, "Signaling failed: " + e.getClass().getName() + ".");
    }
  }

  private SignalOutcome readAndSend(OrganizationId organization) throws InterruptedException {
    Reading reading = read(organization);
    if (reading instanceof Reading.Needed needed) {
      return send(organization, needed.databaseId());
    }
    if (reading instanceof Reading.WrongSource wrong) {
      return new Failed(FailureCause.WRONG_SOURCE, wrong.reason());
    }
    return new SignalOutcome.Suppressed();
  }

  private Reading read(OrganizationId organization) {
    try {
      return flag.read(organization);
    } catch (SQLException e) {
      // not told: a flag that cannot be read costs a signal and nothing else
      return new Reading.Needed("");
    }
  }

  private SignalOutcome send(OrganizationId organization, String databaseId)
      throws InterruptedException {
    long epoch = circuit.await();
    WakeAnswer answer = new WakeAnswer.Unreachable("Sending ended without an answer.");
    try {
      answer = sender.wake(organization, databaseId);
    } finally {
      // also when it throws: a probe that is never answered for would hold up all the others
      if (answer instanceof WakeAnswer.Unreachable) {
        circuit.failed(epoch);
      } else {
        circuit.succeeded();
      }
    }
    if (answer instanceof WakeAnswer.Unreachable unreachable) {
      return new Failed(FailureCause.UNREACHABLE, unreachable.reason());
    }
    if (answer instanceof WakeAnswer.Refused refused) {
      return new Failed(FailureCause.REFUSED, refused.reason());
    }
    return new SignalOutcome.Sent();
  }
}

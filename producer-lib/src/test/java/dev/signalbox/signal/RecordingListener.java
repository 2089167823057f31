package dev.signalbox.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.signal.SignalOutcome.Failed;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what it is told, in order. */
final class RecordingListener implements SignalListener {

  record Told(OrganizationId organization, SignalOutcome outcome) {}

  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

  @Override
  public void onSignal(OrganizationId organization, SignalOutcome outcome) {
    told.add(new Told(organization, outcome));
  }

  /** The next outcome; waits for it. */
  SignalOutcome next() throws InterruptedException {
    return told.take().outcome();
  }

  /** The next outcome, which is a failure of this kind; waits for it. */
  Failed nextFailure(SignalOutcome.FailureCause cause) throws InterruptedException {
    Failed failed = (Failed) next();
    assertThat(failed.cause()).isEqualTo(cause);
    return failed;
  }

  /** All that was not taken; waits until it is as many. */
  List<SignalOutcome> outcomes(int count) {
    while (told.size() < count) {
      Thread.onSpinWait();
    }
    assertThat(told).as("one outcome per call").hasSize(count);
    return outcomes();
  }

  List<SignalOutcome> outcomes() {
    return told.stream().map(Told::outcome).toList();
  }

  long failures(SignalOutcome.FailureCause cause) {
    return outcomes().stream()
        .filter(outcome -> outcome instanceof Failed failed && failed.cause() == cause)
        .count();
  }
}

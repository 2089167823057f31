package dev.signalbox.relay.deliver;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way, in several lanes or, where it has one line, on the thread that joins it.
 * Begun and joined by one thread.
 */
public final class Underway {

  /** What is done in each lane. */
  interface Work {
    /** Returns when no event is left for this lane. */
    void work();

    /** What was tried; asked once all lanes have ended. */
    List<Attempt> result();
  }

  private final Work work;
  private final Brake brake;
  private final @Nullable ExecutorService lanes;
  private final CountDownLatch idleLane = new CountDownLatch(1);

  private Underway(Work work, Brake brake, @Nullable ExecutorService lanes) {
    this.work = work;
    this.brake = brake;
    this.lanes = lanes;
  }

  static Underway begin(Work work, Brake brake, int parallelism) {
    if (parallelism <= 1) {
      return new Underway(work, brake, null);
    }
    ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor();
    Underway underway = new Underway(work, brake, lanes);
    for (int i = 0; i < parallelism; i++) {
      lanes.execute(underway::lane);
    }
    lanes.shutdown();
    return underway;
  }

  private void lane() {
    try {
      work.work();
    } finally {
      idleLane.countDown();
    }
  }

  /**
   * Waits until a lane has nothing left to begin.
   *
   * @return false at once where there is none beside the caller
   */
  public boolean awaitIdleLane() throws InterruptedException {
    if (lanes == null) {
      return false;
    }
    idleLane.await();
    return true;
  }

  /** Waits for its end, as {@link BatchDelivery#deliver} says. */
  public List<Attempt> join() throws InterruptedException {
    if (lanes == null) {
      work.work();
    } else {
      lanes.close();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted while delivering.");
    }
    return work.result();
  }

  /**
   * Lets nothing else begin and waits for the end of the calls under way, whatever comes of them.
   *
   * @param cut whether they are interrupted first
   */
  public void abandon(boolean cut) {
    brake.pull();
    if (lanes != null) {
      if (cut) {
        lanes.shutdownNow();
      }
      lanes.close();
    }
  }
}

package dev.signalbox.bench.latency;

/**
 * A loop in a thread of its own, which ends with its owner. No virtual one: to interrupt that would
 * break the connection it reads from.
 */
final class Looping implements AutoCloseable {

  private final Thread thread;

  /** What is done again and again. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  Looping(String name, Step step) {
    this.thread = Thread.ofPlatform().daemon().name(name).start(() -> loop(step));
  }

  private static void loop(Step step) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        step.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      if (!Thread.currentThread().isInterrupted()) { // else it was in the middle of something
        throw new IllegalStateException("A loop of the benchmark failed.", e);
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

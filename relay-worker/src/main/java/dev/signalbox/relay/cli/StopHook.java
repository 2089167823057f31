package dev.signalbox.relay.cli;

/**
 * Runs something when the process is asked to stop (SIGTERM, Ctrl-C), and makes its exit code 0.
 * The JVM's own would be 143 or 130, which orchestrators take for a crash.
 */
public final class StopHook {

  /** Something that goes on until it is stopped. */
  @FunctionalInterface
  public interface Waiting {
    /** Returns when it is over. */
    void await() throws InterruptedException;
  }

  private StopHook() {}

  /**
   * Waits; when the process is asked to stop meanwhile, runs {@code stop} and ends the process.
   *
   * @param stop has as long as whoever asked grants
   */
  public static void await(Waiting waiting, Runnable stop) throws InterruptedException {
    Thread hook = new Thread(() -> stopAndExit(stop), "signalbox-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      waiting.await();
    } finally { // also when it fails: the hook would call that a success
      remove(hook);
    }
  }

  private static void remove(Thread hook) throws InterruptedException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) { // the stop is under way, and the hook ends the process
      hook.join();
    }
  }

  private static void stopAndExit(Runnable stop) {
    int code = ExitCodes.FAILED;
    try {
      stop.run();
      code = ExitCodes.DONE;
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }
}

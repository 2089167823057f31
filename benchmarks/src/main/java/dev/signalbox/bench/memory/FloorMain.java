package dev.signalbox.bench.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The least: virtual threads that wait, each for the answer to a POST. A process of its own. */
final class FloorMain {

  private final BarePost post = BarePost.ofEnvironment();
  private final List<Thread> threads = new ArrayList<>();

  private FloorMain() {}

  /** Answers what {@link MemoryFloorCourse} asks. */
  public static void main(String[] arguments) throws IOException {
    FloorMain floor = new FloorMain();
    MemoryFloorCourse.serve(floor::open, none -> floor.awaitEnd());
    System.exit(0); // whatever is still open
  }

  private Map<String, Double> open(int count) {
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofVirtual().start(this::send));
    }
    return Map.of("started", (double) count);
  }

  private void send() {
    try {
      post.send("floor");
    } catch (IOException e) {
      System.err.println("A request has failed: " + e);
    }
  }

  private Map<String, Double> awaitEnd() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    Map<String, Double> ended = Map.of("ended", (double) threads.size());
    threads.clear();
    return ended;
  }
}

package dev.signalbox.testkit.svix;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Makes threads that do not keep a JVM alive. */
final class Threads {

  private Threads() {}

  static ThreadFactory daemon(String name) {
    AtomicLong count = new AtomicLong();
    return work -> {
      Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}

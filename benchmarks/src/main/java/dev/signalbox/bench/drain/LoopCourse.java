package dev.signalbox.bench.drain;

import dev.signalbox.bench.append.Message;
import dev.signalbox.bench.harness.Course;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends messages that lie in memory, so many at a time, and does nothing else. */
final class LoopCourse implements Course {

  /** One call. */
  @FunctionalInterface
  interface Sender {
    void send(Message message, String id) throws Exception;
  }

  private final Sender sender;
  private final int inFlight;
  private final List<Message> messages;

  LoopCourse(Sender sender, int inFlight, Backlog backlog) {
    this.sender = sender;
    this.inFlight = inFlight;
    this.messages = backlog.messages();
  }

  @Override
  public void prepare() {}

  @Override
  public Map<String, Double> run() throws Exception {
    Figures figures = new Figures();
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> loops = new ArrayList<>();
      for (int i = 0; i < inFlight; i++) {
        loops.add(
            threads.submit(
                () -> {
                  for (int n = next.getAndIncrement();
                      n < messages.size();
                      n = next.getAndIncrement()) {
                    sender.send(messages.get(n), "event-" + n);
                  }
                  return null;
                }));
      }
      for (Future<?> loop : loops) {
        loop.get();
      }
    }
    return figures.of(messages.size());
  }
}

package dev.signalbox.bench.peer;

import dev.signalbox.bench.append.Message;
import java.util.List;

/** Another way from append to settled. Used by one thread; it delivers with several of its own. */
interface Peer extends AutoCloseable {

  /** Where it keeps the messages. */
  String table();

  /** What follows FROM where those are selected that are not settled. */
  default String pending() {
    return table();
  }

  /** One transaction of all of these. Before {@link #start} nothing of it is delivered. */
  void append(List<Message> messages) throws Exception;

  /** Returns when all that was appended may be delivered. */
  default void awaitDue() {}

  /** Begins to deliver what is there and what comes; returns at once. */
  void start();

  /** Says that there is something new, where the library has a call for it. */
  default void wake() {}

  /** Delivers no more until it is started again. */
  void stop();

  @Override
  void close();
}

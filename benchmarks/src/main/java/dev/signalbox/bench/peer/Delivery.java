package dev.signalbox.bench.peer;

import dev.signalbox.bench.append.Message;

/** The one call that every message ends in. Safe for use by several threads. */
@FunctionalInterface
public interface Delivery {

  /**
   * Returns when the receiver has it.
   *
   * @param id the same one for each attempt
   */
  void send(Message message, String id) throws Exception;
}

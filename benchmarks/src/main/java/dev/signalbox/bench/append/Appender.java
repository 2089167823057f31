package dev.signalbox.bench.append;

import java.util.List;

/** One way to append. Safe for use by several threads. */
interface Appender extends AutoCloseable {

  /** What it writes to: emptied before each round. */
  List<String> tables();

  /**
   * One transaction: the appends, the work besides, the commit. When something throws, nothing has
   * happened.
   */
  void transaction(List<Message> messages, Work besides) throws Exception;

  @Override
  void close();
}

package dev.signalbox.relay.drain;

import dev.signalbox.relay.settle.Settlement.RowId;
import java.util.UUID;

/** Rows of tests, whose event ids are their numbers. */
final class Rows {

  private Rows() {}

  static RowId row(long id) {
    return new RowId(id, new UUID(0, id));
  }
}

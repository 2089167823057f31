package dev.signalbox.demo;

import java.sql.SQLException;

/** Tells what has come to Svix since it was last asked. For one thread at a time. */
interface Arrivals {

  void tell(Deliveries deliveries) throws SQLException;
}

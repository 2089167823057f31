package dev.signalbox.bench;

import dev.signalbox.testkit.services.BackingServices;
import dev.signalbox.testkit.services.PostgresDatabase;
import java.util.ArrayList;
import java.util.List;

/** Empty databases of a test class, dropped after it. Used by one thread. */
public final class Databases implements AutoCloseable {

  private final List<PostgresDatabase> made = new ArrayList<>();

  /** A new one. */
  public PostgresDatabase create() {
    PostgresDatabase database = BackingServices.shared().postgres().createDatabase();
    made.add(database);
    return database;
  }

  @Override
  public void close() {
    made.forEach(PostgresDatabase::close);
  }
}

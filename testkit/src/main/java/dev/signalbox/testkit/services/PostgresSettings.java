package dev.signalbox.testkit.services;

import java.util.Map;

/** What a PostgreSQL that is started here is told. */
record PostgresSettings(boolean durable) {

  /** Server parameters by name; the embedded server would run without fsync if not told. */
  Map<String, String> parameters() {
    String writes = durable ? "on" : "off";
    return Map.of(
        "max_connections", "300",
        "fsync", writes,
        "synchronous_commit", writes,
        "full_page_writes", writes);
  }
}

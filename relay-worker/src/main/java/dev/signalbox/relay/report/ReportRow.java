package dev.signalbox.relay.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row, in the order of the statement's columns.
 *
 * @param columns texts, numbers and booleans by name; null where there is nothing to tell
 */
public record ReportRow(Map<String, @Nullable Object> columns) {

  /** Copies the columns. */
  public ReportRow {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** A column as text; empty where there is nothing. */
  public String text(String name) {
    Object value = columns.get(name);
    return value == null ? "" : value.toString();
  }
}

package dev.signalbox.relay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.relay.report.ReportRow;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes rows for people, or as one JSON object a line. */
final class Listing {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WIDEST = 60;

  private final PrintWriter out;

  Listing(PrintWriter out) {
    this.out = out;
  }

  /** As a table of these columns, or with all columns as JSON. */
  void rows(List<ReportRow> rows, List<String> columns, boolean json) {
    if (json) {
      json(rows);
    } else {
      table(rows, columns);
    }
  }

  /** One JSON object a line. */
  void json(List<ReportRow> rows) {
    for (ReportRow row : rows) {
      try {
        out.println(JSON.writeValueAsString(row.columns()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("A row of texts and numbers is no JSON.", e);
      }
    }
  }

  /** A table of these columns; what is too long is cut. */
  private void table(List<ReportRow> rows, List<String> columns) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns);
    rows.forEach(row -> lines.add(columns.stream().map(name -> cell(row.text(name))).toList()));
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    lines.forEach(line -> out.println(line(line, widths)));
  }

  /** All columns that have something to tell, one a line. */
  void details(ReportRow row) {
    row.columns().keySet().stream()
        .filter(name -> !row.text(name).isEmpty())
        .forEach(name -> out.printf("%s: %s%n", name, printable(row.text(name))));
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }

  private static String cell(String text) {
    String printable = printable(text);
    return printable.isEmpty()
        ? "-"
        : printable.length() > WIDEST ? printable.substring(0, WIDEST - 1) + "…" : printable;
  }

  /** What a destination answered may hold anything, also what a terminal would obey. */
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }
}

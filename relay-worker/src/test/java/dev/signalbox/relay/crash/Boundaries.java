package dev.signalbox.relay.crash;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Names what a process does by the field's words; what has no name yet is named by itself. */
final class Boundaries {

  static final String COMMIT = "commit";
  static final String SIGNAL = "signal";
  static final String TOKEN = "token";
  static final String READ = "read";
  static final String POST = "POST";
  static final String SVIX_COMMIT = "Svix's commit";
  static final String SETTLE = "settle";
  static final String SETTLE_AND_CLEAR = "settle and clear";
  static final String SETTLE_COMMIT = "settle's commit";
  static final String CLEAR = "clear";
  static final String SECOND_LOOK = "second look";
  static final String SLICE_RESULT = "slice's result";
  static final String COMPLETION = "workflow completion";

  private static final int LONGEST = 60;

  /** What a statement holds that no other does; the first match counts. */
  private static final Map<String, String> STATEMENTS = new LinkedHashMap<>();

  static {
    STATEMENTS.put("INSERT INTO signalbox.outbox_event", "append");
    STATEMENTS.put("INSERT INTO signalbox.relay_lease", TOKEN);
    STATEMENTS.put("installation.database_id", "flag");
    STATEMENTS.put("SET suspected_kills =", "mark");
    STATEMENTS.put("UPDATE signalbox.relay_lease SET draining_until = now() +", SETTLE);
    STATEMENTS.put("AS accepted (id", SETTLE_AND_CLEAR);
    STATEMENTS.put("WITH gone AS", "bury");
    STATEMENTS.put("SET draining_until = NULL, finished = true WHERE", CLEAR);
    STATEMENTS.put("AS next_due", READ);
    STATEMENTS.put("parked AND ordering_key", "parked keys");
    STATEMENTS.put("AS overtaken", "overtaken");
  }

  private static final Set<String> CLEARING = Set.of(CLEAR, SETTLE_AND_CLEAR);
  private static final Set<String> SETTLING = Set.of(SETTLE, SETTLE_AND_CLEAR);

  private Boundaries() {}

  /** Whether producers signal again from here on. */
  static boolean clears(String boundary) {
    return CLEARING.contains(boundary);
  }

  /** Whether what was delivered is written down here. */
  static boolean settles(String boundary) {
    return SETTLING.contains(boundary);
  }

  static String ofStatement(String sql) {
    String text = sql.strip().replaceAll("\\s+", " ");
    return STATEMENTS.entrySet().stream()
        .filter(entry -> text.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(text.substring(0, Math.min(LONGEST, text.length())));
  }
}

package dev.signalbox.demo.chaos;

import dev.signalbox.relay.cli.Terminal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the ledgers when a run is over, and says what is wrong. */
final class Verdict {

  private static final int MOST_LINES = 50;

  private final Servers servers;
  private final Tally tally;
  private final Terminal terminal;

  Verdict(Servers servers, Tally tally, Terminal terminal) {
    this.servers = servers;
    this.tally = tally;
    this.terminal = terminal;
  }

  ChaosReport report(ChaosRun.Ending ending, long seed, Duration length, List<String> notes)
      throws SQLException {
    OutboxState outbox = servers.outbox();
    List<CommittedEvent> committed = outbox.committed();
    List<String> dead = outbox.dead();
    List<StoredEvent> stored = stored();
    Map<Defect, List<String>> defects = Comparison.of(committed, stored, dead);
    sayDefects(defects);
    outbox.pending().forEach(line -> terminal.error().println("still pending: " + line));
    say(outbox.wronglyDead());
    return new ChaosReport(
        committed.size(),
        stored.size(),
        count(defects, Defect.LOST),
        count(defects, Defect.DUPLICATED),
        count(defects, Defect.REORDERED),
        count(defects, Defect.CROSSED),
        dead.size(),
        committed.stream().filter(CommittedEvent::doomed).count(),
        tally.kills(),
        tally.faults(),
        ending.drain().toMillis() / 1000.0,
        ending.pending(),
        others(defects),
        tally.requestsStruck(),
        seed,
        length.toSeconds(),
        notes);
  }

  private List<StoredEvent> stored() {
    return servers.svix().ledger().messages().stream()
        .map(
            message ->
                new StoredEvent(
                    message.application(),
                    message.eventId().orElse(""),
                    message.eventType(),
                    Hash.of(message.payload())))
        .toList();
  }

  private void sayDefects(Map<Defect, List<String>> defects) {
    defects.forEach((defect, lines) -> say(lines.stream().map(l -> defect + ": " + l).toList()));
  }

  private void say(Collection<String> lines) {
    lines.stream().limit(MOST_LINES).forEach(terminal.error()::println);
    if (lines.size() > MOST_LINES) {
      terminal.error().printf("… and %d more%n", lines.size() - MOST_LINES);
    }
  }

  private static int count(Map<Defect, List<String>> defects, Defect defect) {
    return defects.getOrDefault(defect, List.of()).size();
  }

  private static Map<String, Integer> others(Map<Defect, List<String>> defects) {
    Map<String, Integer> others = new TreeMap<>();
    defects.forEach(
        (defect, lines) -> {
          switch (defect) {
            case LOST, DUPLICATED, REORDERED, CROSSED -> {
              // have a place of their own
            }
            case ALTERED, NEVER_COMMITTED, WRONGLY_DEAD, SPARED, DEAD_TWICE ->
                others.put(defect.toString(), lines.size());
          }
        });
    return others;
  }
}

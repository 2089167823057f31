package dev.signalbox.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an {@link Audit} found.
 *
 * @param committed events that were committed
 * @param stored messages that Svix holds
 * @param defects descriptions by kind; none of a payload
 */
record Findings(int committed, int stored, Map<Defect, List<String>> defects) {

  Findings {
    defects = Map.copyOf(defects);
  }

  /** What can be wrong with an event. */
  enum Defect {
    /** Not in its own organization's application. */
    MISSING("missing"),
    /** There more than once. */
    DUPLICATED("duplicated"),
    /** Payload, type or channels differ. */
    ALTERED("altered"),
    /** In the application of another organization. */
    CROSSED("crossed"),
    /** After a later event of its ordering key. */
    REORDERED("reordered"),
    /** Stored though nobody committed it. */
    ROLLED_BACK_BUT_STORED("rolled back but stored");

    private final String words;

    Defect(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  boolean isClean() {
    return defects.isEmpty();
  }

  int count(Defect defect) {
    return defects.getOrDefault(defect, List.of()).size();
  }

  /** One line for each defect of each event. */
  List<String> lines() {
    return new TreeMap<>(defects)
        .entrySet().stream()
            .flatMap(kind -> kind.getValue().stream().map(line -> kind.getKey() + ": " + line))
            .toList();
  }

  /** Collects; not safe for use by several threads. */
  static final class Builder {

    private final Map<Defect, List<String>> defects = new TreeMap<>();

    void add(Defect defect, String line) {
      defects.computeIfAbsent(defect, kind -> new ArrayList<>()).add(line);
    }

    Findings build(int committed, int stored) {
      return new Findings(committed, stored, defects);
    }
  }
}

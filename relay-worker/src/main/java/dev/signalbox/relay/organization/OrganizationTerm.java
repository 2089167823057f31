package dev.signalbox.relay.organization;

import dev.signalbox.contract.SvixRules;
import java.util.Optional;

/** What an operator may set for one organization. */
public enum OrganizationTerm {
  /** Id or uid of its Svix application. */
  APPLICATION("svix_application", "text", "") {
    @Override
    void check(String value) {
      expect(
          SvixRules.isName(value) && !value.equals(".") && !value.equals(".."),
          "no id or uid of a Svix application");
    }
  },
  /** Calls that it may have in flight at once. */
  IN_FLIGHT("in_flight_limit", "integer", "") {
    @Override
    void check(String value) {
      expect(isCount(value), "no whole number from 1");
    }
  },
  /** Its share of the calls in flight, where they are scarce. */
  WEIGHT("weight", "real", "1") {
    @Override
    void check(String value) {
      expect(isNumber(value, 0.001, 1000), "no number from 0.001 to 1000");
    }
  },
  /** Deliveries a second, of all workers together. */
  RATE("rate_limit", "real", "") {
    @Override
    void check(String value) {
      expect(isNumber(value, 0.001, 1e6), "no number from 0.001 to 1000000");
    }
  },
  /** Pending events at which append refuses. */
  PENDING_LIMIT("pending_limit", "integer", "") {
    @Override
    void check(String value) {
      expect(isCount(value), "no whole number from 1");
    }
  },
  /** What becomes of an ordering key whose event died. */
  DEAD_KEY("dead_key_policy", "text", "continue") {
    @Override
    void check(String value) {
      expect(value.equals("continue") || value.equals("park"), "neither continue nor park");
    }
  };

  /** Stands for what holds without a row. */
  public static final String DEFAULT = "default";

  private final String column;
  private final String type;
  private final String preset;

  OrganizationTerm(String column, String type, String preset) {
    this.column = column;
    this.type = type;
    this.preset = preset;
  }

  String column() {
    return column;
  }

  String type() {
    return type;
  }

  /** What is wrong with a value, as the end of a sentence; empty when nothing is. */
  public Optional<String> problem(String value) {
    try {
      text(value);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /**
   * The text that the database takes; empty: null.
   *
   * @throws IllegalArgumentException when the value is none of this term
   */
  String text(String value) {
    if (value.equals(DEFAULT)) {
      return preset;
    }
    check(value);
    return value;
  }

  abstract void check(String value);

  private static boolean isCount(String value) {
    return value.matches("[0-9]{1,9}") && Integer.parseInt(value) > 0;
  }

  private static boolean isNumber(String value, double least, double most) {
    if (!value.matches("[0-9]{1,12}(\\.[0-9]{1,9})?")) {
      return false;
    }
    double number = Double.parseDouble(value);
    return number >= least && number <= most;
  }

  private static void expect(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}

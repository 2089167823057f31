package dev.signalbox.relay.cli;

import dev.signalbox.relay.organization.OrganizationTerm;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signalbox organizations set}. */
@Command(
    name = "set",
    description = {
      "Set what differs from the defaults for one organization; the rest stays.",
      "The value \"default\" takes a difference back."
    })
final class SetOrganizationCommand implements Callable<Integer> {

  private static final String UNIQUE_VIOLATION = "23505";

  @Mixin OrganizationChange change = new OrganizationChange();

  @Option(
      names = "--application",
      paramLabel = "ID",
      description = "Id or uid of its Svix application; no two organizations share one.")
  @Nullable String application;

  @Option(names = "--in-flight", paramLabel = "N", description = "Calls in flight at once.")
  @Nullable String inFlight;

  @Option(
      names = "--weight",
      paramLabel = "W",
      description = "Its share where calls are scarce; 1 is usual.")
  @Nullable String weight;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Deliveries a second that one worker starts.")
  @Nullable String rate;

  @Option(
      names = "--pending-limit",
      paramLabel = "N",
      description = "Pending events at which append refuses, where quotas are on.")
  @Nullable String pendingLimit;

  @Option(
      names = "--dead-key",
      paramLabel = "continue|park",
      description = "When an event dies, its ordering key goes on, or waits for an operator.")
  @Nullable String deadKey;

  private final Operator operator;

  SetOrganizationCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public Integer call() {
    Map<OrganizationTerm, String> terms = terms();
    if (terms.isEmpty()) {
      throw new WrongUse("There is nothing to set.");
    }
    return change.run(
        operator,
        "set",
        (editor, organization, by) -> {
          try {
            editor.set(organization, terms, by);
            return true;
          } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
              throw new CommandFailure("--application is that of another organization already.");
            }
            throw e;
          }
        });
  }

  private Map<OrganizationTerm, String> terms() {
    Map<OrganizationTerm, String> terms = new EnumMap<>(OrganizationTerm.class);
    put(terms, OrganizationTerm.APPLICATION, "--application", application);
    put(terms, OrganizationTerm.IN_FLIGHT, "--in-flight", inFlight);
    put(terms, OrganizationTerm.WEIGHT, "--weight", weight);
    put(terms, OrganizationTerm.RATE, "--rate", rate);
    put(terms, OrganizationTerm.PENDING_LIMIT, "--pending-limit", pendingLimit);
    put(terms, OrganizationTerm.DEAD_KEY, "--dead-key", deadKey);
    return terms;
  }

  private static void put(
      Map<OrganizationTerm, String> terms,
      OrganizationTerm term,
      String option,
      @Nullable String value) {
    if (value != null) {
      term.problem(value)
          .ifPresent(
              problem -> {
                throw new WrongUse("%s is \"%s\", %s.".formatted(option, value, problem));
              });
      terms.put(term, value);
    }
  }
}

package dev.signalbox.relay.cli;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.config.ProducerSettings;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.operation.Attribution;
import dev.signalbox.relay.organization.OrganizationEditor;
import java.sql.SQLException;
import picocli.CommandLine.Mixin;

/** What the commands that change an organization have in common: whose, by whom, and the wake. */
final class OrganizationChange {

  /** One change, in a transaction of its own. */
  @FunctionalInterface
  interface Change {
    /** Returns whether it changed anything. */
    boolean make(OrganizationEditor editor, OrganizationId organization, Attribution by)
        throws SQLException;
  }

  @Mixin OrganizationArgument argument = new OrganizationArgument();
  @Mixin ActorOptions actor = new ActorOptions();

  /** Makes the change, and wakes the organization after its commit. */
  int run(Operator operator, String done, Change change) {
    OrganizationId organization = argument.organization();
    Attribution by = actor.attribution(operator);
    ProducerSettings settings = operator.settings();
    Installation installation = operator.installation(settings); // refused before the change
    boolean changed =
        operator.outbox(
            (dataSource, schema) ->
                change.make(new OrganizationEditor(dataSource, schema), organization, by));
    if (!changed) {
      throw new CommandFailure(
          "Organization %s is neither paused nor disabled.".formatted(organization));
    }
    operator.terminal().out().printf("Organization %s is %s.%n", organization, done);
    operator.wake(settings, installation, organization);
    return ExitCodes.DONE;
  }
}

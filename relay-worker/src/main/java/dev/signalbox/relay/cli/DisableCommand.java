package dev.signalbox.relay.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code signalbox organizations disable}. */
@Command(
    name = "disable",
    description = {
      "Stop an organization for good, until it is resumed.",
      "Its events are accepted and wait. --reason is needed."
    })
final class DisableCommand implements Callable<Integer> {

  @Mixin OrganizationChange change = new OrganizationChange();

  private final Operator operator;

  DisableCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public Integer call() {
    if (change.actor.reason.isBlank()) {
      throw new WrongUse("--reason is needed: whoever finds the organization disabled will ask.");
    }
    return change.run(
        operator,
        "disabled",
        (editor, organization, by) -> {
          editor.disable(organization, by);
          return true;
        });
  }
}

package dev.signalbox.relay.cli;

import dev.signalbox.relay.organization.OrganizationEditor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code signalbox organizations resume}. */
@Command(
    name = "resume",
    description = "Let the events of a paused or disabled organization go out again, and wake it.")
final class ResumeCommand implements Callable<Integer> {

  @Mixin OrganizationChange change = new OrganizationChange();

  private final Operator operator;

  ResumeCommand(Operator operator) {
    this.operator = operator;
  }

  @Override
  public Integer call() {
    return change.run(operator, "active", OrganizationEditor::resume);
  }
}

package dev.signalbox.relay.cli;

import dev.signalbox.contract.OrganizationId;
import picocli.CommandLine.Parameters;

/** The one organization that a command is about. */
final class OrganizationArgument {

  @Parameters(paramLabel = "ID", description = "The organization.")
  String id = "";

  OrganizationId organization() {
    try {
      return new OrganizationId(id);
    } catch (IllegalArgumentException e) {
      throw new WrongUse(String.valueOf(e.getMessage()));
    }
  }
}

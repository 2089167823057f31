package dev.signalbox.demo;

import dev.signalbox.contract.OrganizationId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Asks Svix what it holds. */
interface Holdings {

  /**
   * The messages by application, in stored order.
   *
   * @param organizations whose applications are read at least
   */
  Map<String, List<HeldMessage>> read(Collection<OrganizationId> organizations)
      throws InterruptedException;

  /** Whether a payload is what was appended, as exactly as this Svix lets see it. */
  boolean isSame(String appended, String held);

  /** How payloads are compared, for people. */
  String comparison();
}

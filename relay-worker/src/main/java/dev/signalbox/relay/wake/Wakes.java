package dev.signalbox.relay.wake;

import dev.signalbox.contract.OrganizationId;
import java.util.Collection;

/** Wakes organizations, soon and without waiting for it; a wake that fails is left to the sweep. */
public interface Wakes {

  /** Wakes each of them. */
  void wake(Collection<OrganizationId> organizations);
}

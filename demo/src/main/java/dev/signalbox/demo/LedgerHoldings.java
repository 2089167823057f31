package dev.signalbox.demo;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.testkit.svix.Ledger;
import dev.signalbox.testkit.svix.StoredMessage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the emulator holds, of all applications, byte for byte. */
final class LedgerHoldings implements Holdings {

  private final Ledger ledger;

  LedgerHoldings(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Map<String, List<HeldMessage>> read(Collection<OrganizationId> organizations) {
    return ledger.applications().stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                application -> ledger.messages(application).stream().map(this::held).toList()));
  }

  private HeldMessage held(StoredMessage message) {
    return new HeldMessage(
        message.eventId().orElse(""), message.eventType(), message.channels(), message.payload());
  }

  @Override
  public boolean isSame(String appended, String held) {
    return appended.equals(held);
  }

  @Override
  public String comparison() {
    return "byte for byte";
  }
}

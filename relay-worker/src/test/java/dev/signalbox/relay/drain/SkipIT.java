package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.relay.StepSettings;
import dev.signalbox.relay.organization.OrganizationSettings;
import dev.signalbox.relay.organization.UnknownOrganization;
import dev.signalbox.testkit.services.SignalboxExtension;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Organizations without a row, where the relay is told to skip them. */
class SkipIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private static final String LETTERS =
      "SELECT string_agg(event_id::text, ' ' ORDER BY id) FROM signalbox.dead_letter"
          + " WHERE organization_id = ?";

  private final FakeDestination destination = new FakeDestination();
  private SliceBench bench;

  @BeforeEach
  void bench() {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
  }

  @Test
  void eachEventOfAnUnknownOrganizationIsADeadLetterThatSaysSo() throws Exception {
    List<UUID> ids = bench.append(23);

    SliceResult result = bench.drainAll(skipping(bench));

    assertThat(result.lastError())
        .isEqualTo(
            "The organization has no row in the table organization, and such events are skipped.");
    assertThat(bench.pending()).isZero();
    assertThat(destination.calls()).isZero();
    assertThat(bench.text(LETTERS))
        .isEqualTo(String.join(" ", ids.stream().map(UUID::toString).toList()));
    assertThat(
            bench.text(
                "SELECT string_agg(DISTINCT concat_ws(' ', error_class, attempts, status, parked,"
                    + " first_refused_at, reason), ';') FROM signalbox.dead_letter"
                    + " WHERE organization_id = ?"))
        .isEqualTo("skipped 0 f " + result.lastError());
  }

  @Test
  void anIdThatIsNoUidIsSkippedTooAndAKnownOrganizationIsNot() throws Exception {
    SliceBench odd =
        new SliceBench(SIGNALBOX.database().dataSource(), "no uid " + UUID.randomUUID());
    odd.append("key", "{}");
    SliceBench known = bench;
    known.append(1);
    known.update(
        "INSERT INTO signalbox.organization (organization_id) VALUES (?)",
        known.organization.value());

    odd.drainAll(skipping(odd));
    known.drainAll(skipping(known));

    assertThat(odd.text(LETTERS)).isNotEqualTo("null");
    assertThat(known.text(LETTERS)).isEqualTo("null");
    assertThat(destination.calls()).isEqualTo(1);
  }

  @Test
  void whileTheSourceIsHeldNothingIsSkippedEither() throws Exception {
    bench.append(1);
    bench.update("UPDATE signalbox.installation SET held_since = now(), held_reason = '401'");
    try {
      assertThat(bench.drainAll(skipping(bench)).stopped()).isEqualTo("held");
      assertThat(bench.pending()).isEqualTo(1);
    } finally {
      bench.update("UPDATE signalbox.installation SET held_since = NULL, held_reason = NULL");
    }
  }

  private DrainSliceComponent skipping(SliceBench organization) {
    StepSettings usual = SliceBench.settings(Duration.ZERO, 10, 4 << 20, SliceBench.LATER);
    return organization.relay(
        destination,
        new StepSettings(
            usual.lease(),
            new OrganizationSettings(UnknownOrganization.SKIP, 16),
            usual.drain(),
            usual.delivery(),
            usual.backoff(),
            usual.watch(),
            usual.sweep()));
  }
}

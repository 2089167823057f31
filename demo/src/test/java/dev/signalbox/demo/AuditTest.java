package dev.signalbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.demo.Findings.Defect;
import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.OutboxEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditTest {

  private final ShopEvent first = event("acme", "{\"n\":1}", 1);
  private final ShopEvent second = event("acme", "{\"n\":2}", 2);
  private final ShopEvent other = event("other", "{\"n\":3}", 1);

  @Test
  void whatIsHeldAsItWasCommittedIsClean() {
    Findings findings = check(Map.of("acme", held(first, second), "other", held(other)));
    assertThat(findings.isClean()).isTrue();
    assertThat(findings.committed()).isEqualTo(3);
    assertThat(findings.stored()).isEqualTo(3);
  }

  @Test
  void aMissingEventIsFound() {
    assertOnly(Defect.MISSING, second, Map.of("acme", held(first), "other", held(other)));
  }

  @Test
  void aDuplicateIsFound() {
    assertOnly(
        Defect.DUPLICATED,
        second,
        Map.of("acme", held(first, second, second), "other", held(other)));
  }

  @Test
  void anotherByteIsFound() {
    HeldMessage spaced = new HeldMessage(first.id().toString(), "t", List.of("c"), "{\"n\": 1}");
    assertOnly(
        Defect.ALTERED,
        first,
        Map.of("acme", List.of(spaced, message(second)), "other", held(other)));
  }

  @Test
  void anotherTypeIsFound() {
    HeldMessage retyped = new HeldMessage(first.id().toString(), "u", List.of("c"), "{\"n\":1}");
    assertOnly(
        Defect.ALTERED,
        first,
        Map.of("acme", List.of(retyped, message(second)), "other", held(other)));
  }

  @Test
  void lostChannelsAreFound() {
    HeldMessage bare = new HeldMessage(first.id().toString(), "t", List.of(), "{\"n\":1}");
    assertOnly(
        Defect.ALTERED,
        first,
        Map.of("acme", List.of(bare, message(second)), "other", held(other)));
  }

  @Test
  void anEventInAForeignApplicationIsFoundThoughItIsInItsOwnToo() {
    assertOnly(
        Defect.CROSSED, second, Map.of("acme", held(first, second), "other", held(other, second)));
  }

  @Test
  void anEventInAForeignApplicationAloneIsMissingToo() {
    Findings findings = check(Map.of("acme", held(first), "other", held(other, second)));
    assertThat(findings.defects()).containsOnlyKeys(Defect.CROSSED, Defect.MISSING);
  }

  @Test
  void aLaterEventOfTheKeyBeforeAnEarlierOneIsFound() {
    assertOnly(Defect.REORDERED, first, Map.of("acme", held(second, first), "other", held(other)));
  }

  @Test
  void eventsWithoutAKeyHaveNoOrder() {
    ShopEvent one = new ShopEvent(EventId.mint(), OutboxEvent.of("acme", "t", "{}"), 1);
    ShopEvent two = new ShopEvent(EventId.mint(), OutboxEvent.of("acme", "t", "{}"), 2);
    Findings findings =
        new Audit(List.of(one, two), Set.of(), String::equals)
            .check(Map.of("acme", held(two, one)));
    assertThat(findings.isClean()).isTrue();
  }

  @Test
  void whatWasRolledBackIsFound() {
    ShopEvent rolledBack = event("acme", "{}", 3);
    Findings findings =
        new Audit(List.of(first), Set.of(rolledBack.id()), String::equals)
            .check(Map.of("acme", held(first, rolledBack)));
    assertThat(findings.defects()).containsOnlyKeys(Defect.ROLLED_BACK_BUT_STORED);
    assertThat(findings.lines())
        .singleElement()
        .asString()
        .contains(rolledBack.id().toString(), "acme", "(rolled back)");
  }

  @Test
  void whatNobodyCommittedIsFound() {
    Findings findings =
        check(Map.of("acme", held(first, second, event("acme", "{}", 3)), "other", held(other)));
    assertThat(findings.defects()).containsOnlyKeys(Defect.ROLLED_BACK_BUT_STORED);
    assertThat(findings.lines()).singleElement().asString().contains("(never committed)");
  }

  private void assertOnly(Defect defect, ShopEvent event, Map<String, List<HeldMessage>> held) {
    Findings findings = check(held);
    assertThat(findings.isClean()).isFalse();
    assertThat(findings.defects()).containsOnlyKeys(defect);
    assertThat(findings.count(defect)).isEqualTo(1);
    assertThat(findings.lines())
        .singleElement()
        .asString()
        .startsWith(defect + ": ")
        .contains(event.id().toString(), event.event().organization());
  }

  private Findings check(Map<String, List<HeldMessage>> held) {
    return new Audit(List.of(first, second, other), Set.of(), String::equals).check(held);
  }

  private static ShopEvent event(String organization, String payload, int position) {
    return new ShopEvent(
        EventId.mint(),
        OutboxEvent.of(organization, "t", payload)
            .withOrderingKey("order-1")
            .withChannels(List.of("c")),
        position);
  }

  private static List<HeldMessage> held(ShopEvent... events) {
    return List.of(events).stream().map(AuditTest::message).toList();
  }

  private static HeldMessage message(ShopEvent event) {
    return new HeldMessage(
        event.id().toString(),
        event.event().type(),
        event.event().channels(),
        event.event().payload());
  }
}

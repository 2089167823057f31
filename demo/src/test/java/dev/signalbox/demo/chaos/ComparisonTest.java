package dev.signalbox.demo.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private final CommittedEvent first = event("1", "acme", 1, false);
  private final CommittedEvent doomed = event("2", "acme", 2, true);
  private final CommittedEvent third = event("3", "acme", 3, false);
  private final CommittedEvent other = event("4", "other", 1, false);

  private final List<CommittedEvent> committed = List.of(first, doomed, third, other);

  @Test
  void whatIsStoredOrMeantToDieIsRight() {
    assertThat(compare(List.of(stored(first), stored(third), stored(other)), List.of("2")))
        .isEmpty();
  }

  @Test
  void aLostEventIsFound() {
    assertOnly(Defect.LOST, "event 3", List.of(stored(first), stored(other)), List.of("2"));
  }

  @Test
  void anEventThatIsMeantToDieIsLostWhenItIsNowhere() {
    assertOnly(
        Defect.LOST, "event 2", List.of(stored(first), stored(third), stored(other)), List.of());
  }

  @Test
  void aSecondMessageOfAnEventIsFound() {
    assertOnly(
        Defect.DUPLICATED,
        "event 1",
        List.of(stored(first), stored(first), stored(third), stored(other)),
        List.of("2"));
  }

  @Test
  void aLaterEventOfTheKeyBeforeAnEarlierOneIsFound() {
    assertOnly(
        Defect.REORDERED,
        "event 1",
        List.of(stored(third), stored(first), stored(other)),
        List.of("2"));
  }

  @Test
  void eventsWithoutAKeyHaveNoOrder() {
    CommittedEvent one = new CommittedEvent("1", "acme", Optional.empty(), 0, "t", "h", false);
    CommittedEvent two = new CommittedEvent("2", "acme", Optional.empty(), 0, "t", "h", false);
    assertThat(Comparison.of(List.of(one, two), List.of(stored(two), stored(one)), List.of()))
        .isEmpty();
  }

  @Test
  void aKeyIsThatOfItsOrganization() {
    CommittedEvent late = event("5", "other", 9, false);
    CommittedEvent early = event("6", "acme", 1, false);
    assertThat(Comparison.of(List.of(late, early), List.of(stored(late), stored(early)), List.of()))
        .isEmpty();
  }

  @Test
  void aMessageInAForeignApplicationIsFoundThoughItIsInItsOwnToo() {
    assertOnly(
        Defect.CROSSED,
        "event 3",
        List.of(stored(first), stored(third), stored(other), storedIn("other", third)),
        List.of("2"));
  }

  @Test
  void aMessageInAForeignApplicationAloneIsLostToo() {
    assertThat(
            compare(List.of(stored(first), stored(other), storedIn("other", third)), List.of("2")))
        .containsOnlyKeys(Defect.CROSSED, Defect.LOST);
  }

  @Test
  void anotherPayloadOrTypeIsFound() {
    StoredEvent changed = new StoredEvent("acme", "1", "t", "another");
    assertOnly(
        Defect.ALTERED, "event 1", List.of(changed, stored(third), stored(other)), List.of("2"));
    StoredEvent retyped = new StoredEvent("acme", "1", "u", "h");
    assertOnly(
        Defect.ALTERED, "event 1", List.of(retyped, stored(third), stored(other)), List.of("2"));
  }

  @Test
  void whatNobodyCommittedIsFound() {
    StoredEvent stranger = new StoredEvent("acme", "9", "t", "h");
    assertOnly(
        Defect.NEVER_COMMITTED,
        "event 9",
        List.of(stored(first), stored(third), stored(other), stranger),
        List.of("2"));
    assertOnly(
        Defect.NEVER_COMMITTED,
        "event 9",
        List.of(stored(first), stored(third), stored(other)),
        List.of("2", "9"));
  }

  @Test
  void aDeathThatWasNotMeantIsFound() {
    assertOnly(
        Defect.WRONGLY_DEAD, "event 3", List.of(stored(first), stored(other)), List.of("2", "3"));
  }

  @Test
  void aSecondDeathIsFound() {
    assertOnly(
        Defect.DEAD_TWICE,
        "event 2",
        List.of(stored(first), stored(third), stored(other)),
        List.of("2", "2"));
  }

  @Test
  void whatWasMeantToDieAndIsStoredIsFound() {
    assertOnly(
        Defect.SPARED,
        "event 2",
        List.of(stored(first), stored(doomed), stored(third), stored(other)),
        List.of());
  }

  private void assertOnly(
      Defect defect, String event, List<StoredEvent> stored, List<String> dead) {
    Map<Defect, List<String>> defects = compare(stored, dead);
    assertThat(defects).containsOnlyKeys(defect);
    assertThat(defects.get(defect)).singleElement().asString().startsWith(event);
  }

  private Map<Defect, List<String>> compare(List<StoredEvent> stored, List<String> dead) {
    return Comparison.of(committed, stored, dead);
  }

  private static CommittedEvent event(
      String id, String organization, long sequence, boolean doomed) {
    return new CommittedEvent(id, organization, Optional.of("key"), sequence, "t", "h", doomed);
  }

  private static StoredEvent stored(CommittedEvent event) {
    return storedIn(event.organization(), event);
  }

  private static StoredEvent storedIn(String application, CommittedEvent event) {
    return new StoredEvent(application, event.eventId(), event.type(), event.payloadHash());
  }
}

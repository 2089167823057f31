package dev.signalbox.testkit.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResolutionTest {

  private final List<String> started = new ArrayList<>();

  private final Candidate<String> given = candidate(ServiceKind.GIVEN, "", "");
  private final Candidate<String> local = candidate(ServiceKind.LOCAL, "", "");
  private final Candidate<String> container = candidate(ServiceKind.CONTAINER, "", "");
  private final Candidate<String> embedded = candidate(ServiceKind.EMBEDDED, "", "");

  @Test
  void takesTheFirstThatCanBeHadAndStartsNoOther() {
    assertThat(resolve(Preference.AUTO, List.of(given, local, container, embedded)))
        .isEqualTo("given");
    assertThat(started).containsExactly("given");
  }

  @Test
  void goesOnWhereAWayIsClosed() {
    Resolution<String> resolution =
        Resolution.of(
            "Sundial",
            Preference.AUTO,
            List.of(candidate(ServiceKind.LOCAL, "none on the PATH.", ""), container, embedded));
    assertThat(resolution.service()).isEqualTo("container");
    assertThat(resolution.failed()).isEmpty();
  }

  @Test
  void aContainerThatFailsFallsThroughAndSaysWhy() {
    Resolution<String> resolution =
        Resolution.of(
            "Sundial",
            Preference.AUTO,
            List.of(candidate(ServiceKind.CONTAINER, "", "No such image."), embedded));
    assertThat(resolution.service()).isEqualTo("embedded");
    assertThat(resolution.failed()).containsExactly("container: No such image.");
  }

  @Test
  void aGivenAddressThatFailsIsAnErrorAndNotAnotherServer() {
    assertThatThrownBy(
            () ->
                resolve(
                    Preference.AUTO,
                    List.of(candidate(ServiceKind.GIVEN, "", "No answer."), embedded)))
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessage("No answer.");
    assertThat(started).isEmpty();
  }

  @Test
  void aForcedKindBeatsWhatComesBeforeIt() {
    assertThat(resolve(Preference.EMBEDDED, List.of(given, local, container, embedded)))
        .isEqualTo("embedded");
    assertThat(resolve(Preference.CONTAINERS, List.of(given, local, container, embedded)))
        .isEqualTo("container");
    assertThat(resolve(Preference.LOCAL, List.of(given, local, container, embedded)))
        .isEqualTo("local");
    assertThat(started).containsExactly("embedded", "container", "local");
  }

  @Test
  void aForcedKindThatCannotBeHadIsAnError() {
    Candidate<String> closed = candidate(ServiceKind.CONTAINER, "no engine.", "");
    assertThatThrownBy(() -> resolve(Preference.CONTAINERS, List.of(given, closed, embedded)))
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessage("Sundial is wanted as \"containers\" and cannot be had: container: no engine.");
    Candidate<String> broken = candidate(ServiceKind.LOCAL, "", "It crashed.");
    assertThatThrownBy(() -> resolve(Preference.LOCAL, List.of(given, broken, embedded)))
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessageContaining("local: It crashed.");
    assertThatThrownBy(() -> resolve(Preference.LOCAL, List.of(given, embedded)))
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessageContaining("it has no such kind");
    assertThat(started).isEmpty();
  }

  private static String resolve(Preference preference, List<Candidate<String>> candidates) {
    return Resolution.of("Sundial", preference, candidates).service();
  }

  private Candidate<String> candidate(ServiceKind kind, String obstacle, String failure) {
    return new Candidate<>() {
      @Override
      public ServiceKind kind() {
        return kind;
      }

      @Override
      public Optional<String> obstacle() {
        return Optional.of(obstacle).filter(text -> !text.isEmpty());
      }

      @Override
      public String start() {
        if (!failure.isEmpty()) {
          throw new ServiceUnavailableException(failure);
        }
        started.add(kind.toString());
        return kind.toString();
      }
    };
  }
}

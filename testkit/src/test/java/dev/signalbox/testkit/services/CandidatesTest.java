package dev.signalbox.testkit.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidatesTest {

  private static final Surroundings BARE = surroundings(Map.of(), false, false);

  @Test
  void aBareMachineHasTheEmbeddedOnesAlone() {
    assertThat(open(PostgresCandidates.in(BARE, true))).containsExactly(ServiceKind.EMBEDDED);
    assertThat(open(TemporalCandidates.in(BARE))).containsExactly(ServiceKind.EMBEDDED);
  }

  @Test
  void everythingIsTriedInTheOrderOfTheKinds() {
    Surroundings rich =
        surroundings(
            Map.of(
                "SIGNALBOX_TEST_DATABASE_URL", "jdbc:postgresql://127.0.0.1/a",
                "SIGNALBOX_TEST_TEMPORAL_ADDRESS", "127.0.0.1:7233"),
            true,
            true);
    assertThat(open(PostgresCandidates.in(rich, true)))
        .containsExactly(ServiceKind.GIVEN, ServiceKind.CONTAINER, ServiceKind.EMBEDDED);
    assertThat(open(TemporalCandidates.in(rich))).containsExactly(ServiceKind.values());
  }

  @Test
  void aBlankAddressIsNone() {
    Surroundings blank =
        surroundings(
            Map.of("SIGNALBOX_TEST_DATABASE_URL", " ", "SIGNALBOX_TEST_TEMPORAL_ADDRESS", ""),
            false,
            false);
    assertThat(open(PostgresCandidates.in(blank, true))).containsExactly(ServiceKind.EMBEDDED);
    assertThat(open(TemporalCandidates.in(blank))).containsExactly(ServiceKind.EMBEDDED);
  }

  @Test
  void svixIsTheEmulatorUnlessAnAddressIsGiven() {
    assertThat(open(SvixCandidates.in(BARE))).containsExactly(ServiceKind.EMBEDDED);
    Surroundings tokenAlone = surroundings(Map.of("SVIX_TOKEN", "t"), false, false);
    assertThat(open(SvixCandidates.in(tokenAlone))).containsExactly(ServiceKind.EMBEDDED);
    Surroundings noToken = surroundings(Map.of("SVIX_SERVER_URL", "http://h"), false, false);
    assertThat(open(SvixCandidates.in(noToken)))
        .containsExactly(ServiceKind.GIVEN, ServiceKind.EMBEDDED);
    assertThatThrownBy(() -> new GivenSvix(noToken).start())
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessage("SVIX_SERVER_URL is set without SVIX_TOKEN.");
  }

  @Test
  void aGivenSvixIsAskedForItsHealthAndNeverStopped() {
    SvixService server = new EmulatedSvix().start();
    Surroundings given =
        surroundings(
            Map.of("SVIX_SERVER_URL", server.serverUrl() + "/", "SVIX_TOKEN", "t"), false, false);
    try (SvixService client = new GivenSvix(given).start()) {
      assertThat(client.describe()).isEqualTo("Svix given at " + server.serverUrl());
      assertThat(client.emulator()).isEmpty();
    }
    assertThat(new GivenSvix(given).start().token()).isEqualTo("t");
    server.close();
    assertThatThrownBy(() -> new GivenSvix(given).start())
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessageContaining("does not answer");
  }

  @Test
  void anAddressThatIsNoJdbcUrlIsRefusedWithoutBeingShown() {
    Surroundings wrong =
        surroundings(
            Map.of("SIGNALBOX_TEST_DATABASE_URL", "postgres://u:secret@h/db"), false, false);
    assertThatThrownBy(() -> new GivenPostgres(wrong).start())
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessage("SIGNALBOX_TEST_DATABASE_URL must begin with jdbc:postgresql:");
  }

  @Test
  void anotherDatabaseKeepsServerUserAndParameters() {
    PostgresLogin login =
        new PostgresLogin(
            "jdbc:postgresql://db.example:6432/app?user=ann&password=secret&sslmode=require",
            "",
            "");
    PostgresLogin other = login.inDatabase("fresh");
    assertThat(other.jdbcUrl())
        .isEqualTo("jdbc:postgresql://db.example:6432/fresh?sslmode=require");
    assertThat(other.user()).isEqualTo("ann");
    assertThat(other.password()).isEqualTo("secret");
    assertThat(other).hasToString("PostgresLogin[db.example:6432]");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql:app, jdbc:postgresql:fresh",
    "jdbc:postgresql://h/app, jdbc:postgresql://h/fresh",
    "jdbc:postgresql://h/, jdbc:postgresql://h/fresh",
    "jdbc:postgresql://h:1/?user=a, jdbc:postgresql://h:1/fresh",
  })
  void anyUrlOfTheDriverGetsAnotherDatabase(String url, String expected) {
    assertThat(new PostgresLogin(url, "", "").inDatabase("fresh").jdbcUrl()).isEqualTo(expected);
  }

  private static <S> List<ServiceKind> open(List<Candidate<S>> candidates) {
    return candidates.stream()
        .filter(candidate -> candidate.obstacle().isEmpty())
        .map(Candidate::kind)
        .toList();
  }

  private static Surroundings surroundings(
      Map<String, String> environment, boolean programs, boolean engine) {
    return new Surroundings(
        environment,
        program -> Optional.of(Path.of("/opt", program)).filter(path -> programs),
        new EngineThat(engine));
  }

  private record EngineThat(boolean answers) implements Surroundings.ContainerEngine {
    @Override
    public Optional<String> obstacle() {
      return answers ? Optional.empty() : Optional.of("no engine.");
    }

    @Override
    public void require(String image) {}
  }
}

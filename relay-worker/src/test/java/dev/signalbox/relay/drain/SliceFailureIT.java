package dev.signalbox.relay.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.contract.Source;
import dev.signalbox.relay.deliver.DeliveryOutcome;
import dev.signalbox.testkit.services.SignalboxExtension;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a slice tells Temporal when the database refuses to settle. */
class SliceFailureIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("signalbox");

  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private SliceBench bench;
  private DrainSliceComponent relay;

  @BeforeAll
  static void refuseEveryLetter() throws SQLException {
    new SliceBench(SIGNALBOX.database().dataSource())
        .update("ALTER TABLE signalbox.dead_letter ADD CONSTRAINT none CHECK (payload = '')");
  }

  @BeforeEach
  void appendWhatMustBeBuried() throws SQLException {
    bench = new SliceBench(SIGNALBOX.database().dataSource());
    bench.append(null, "{\"iban\":\"SECRET\"}");
    relay =
        bench.relay(
            new FakeDestination(event -> new DeliveryOutcome.Rejected(422, "refused", "SECRET")));
    temporal.registerActivitiesImplementations(SliceBench.activity(relay));
  }

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void theDatabasesOwnErrorQuotesTheRow() {
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> bench.drain(relay, "run", 1, 1))
        .withMessageContaining("SECRET");
  }

  @Test
  void temporalLearnsTheSqlStateAlone() throws SQLException {
    ActivityFailure failure = failure("here");

    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getOriginalMessage()).isEqualTo("The database answered SQLSTATE 23514.");
              assertThat(e.getType()).isEqualTo("Database");
              assertThat(e.isNonRetryable()).isFalse();
              assertThat(e.getDetails().getSize()).isZero();
            });
    assertThat(everything(failure)).doesNotContain("SECRET");
    assertThat(bench.pending()).isEqualTo(1);
  }

  @Test
  void aWorkflowOfAnotherOutboxIsRefusedForGood() throws SQLException {
    assertThat(failure("elsewhere").getCause())
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getType()).isEqualTo("Mismatch");
              assertThat(e.isNonRetryable()).isTrue();
            });
    assertThat(bench.pending()).isEqualTo(1);
  }

  private ActivityFailure failure(String databaseId) {
    SliceActivity activity = temporal.newActivityStub(SliceActivity.class);
    SliceRequest request =
        new SliceRequest(
            Source.DEFAULT.value(), bench.organization.value(), databaseId, 1, false, 0);
    return catchThrowableOfType(ActivityFailure.class, () -> activity.drain(request));
  }

  private static String everything(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}

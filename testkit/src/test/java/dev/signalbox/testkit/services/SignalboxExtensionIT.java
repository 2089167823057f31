package dev.signalbox.testkit.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignalboxExtensionIT {

  @RegisterExtension
  static final SignalboxExtension SIGNALBOX = SignalboxExtension.migrated("relay");

  @Test
  void theDatabaseIsMigrated() throws SQLException {
    try (Connection connection = SIGNALBOX.database().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM relay.outbox_event")) {
      assertThat(rows.next()).isTrue();
    }
  }

  @Test
  void theNameFitsASource() {
    assertThat(SIGNALBOX.name()).matches("t-signalboxextensionit-[0-9a-f]{8}").hasSizeLessThan(63);
  }

  @Test
  void theSvixIsTheSameThroughoutTheClass() {
    assertThat(SIGNALBOX.svix()).isSameAs(SIGNALBOX.svix());
  }

  @Test
  void anInstanceFieldIsToldWhatIsWrong() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SignalboxExtension.empty().database())
        .withMessageContaining("static field");
  }

  @Nested
  class Inner {
    @Test
    void sharesTheDatabaseOfItsOuterClass() {
      assertThat(SIGNALBOX.database()).isSameAs(SIGNALBOX.database());
    }
  }
}

package dev.signalbox.relay.sweep;

import dev.signalbox.relay.installation.Installation;
import io.temporal.failure.ApplicationFailure;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Temporal calls. Its failures say the kind and the SQLSTATE, never what a row holds. */
final class SweepActivityImpl implements SweepActivity {

  private static final Logger log = LoggerFactory.getLogger(SweepActivityImpl.class);

  private final Sweep sweep;
  private final Installation installation;

  @Inject
  SweepActivityImpl(Sweep sweep, Installation installation) {
    this.sweep = sweep;
    this.installation = installation;
  }

  @Override
  public Swept sweep(SweepRequest request) {
    installation
        .mismatch(request.source(), request.databaseId())
        .ifPresent(
            mismatch -> {
              throw ApplicationFailure.newNonRetryableFailure(mismatch, "Mismatch");
            });
    try {
      Swept swept = sweep.sweep();
      log.debug("The scheduled sweep woke {} organizations.", swept.woken());
      return swept;
    } catch (SQLException e) {
      log.warn("The sweep failed with SQLSTATE {} and will be tried again.", e.getSQLState());
      throw ApplicationFailure.newFailure(
          "The database answered SQLSTATE " + e.getSQLState() + ".", "Database");
    } catch (RuntimeException e) { // its message may hold anything: only the class is told
      log.error("The sweep failed by a bug.", e);
      throw ApplicationFailure.newFailure(
          "The sweep failed by a bug: " + e.getClass().getSimpleName() + ".", "Bug");
    }
  }
}

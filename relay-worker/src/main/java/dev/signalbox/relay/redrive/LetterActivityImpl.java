package dev.signalbox.relay.redrive;

import dev.signalbox.contract.OrganizationId;
import dev.signalbox.relay.installation.Installation;
import dev.signalbox.relay.redrive.LetterMover.Moved;
import dev.signalbox.relay.wake.Wakes;
import io.temporal.failure.ApplicationFailure;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Temporal calls. Its failures say the kind and the SQLSTATE, never what a letter holds. */
final class LetterActivityImpl implements LetterActivity {

  private static final Logger log = LoggerFactory.getLogger(LetterActivityImpl.class);

  /** A step over the database. */
  @FunctionalInterface
  private interface Step<T> {
    T run() throws SQLException;
  }

  private final LetterMover mover;
  private final Installation installation;
  private final Wakes wakes;

  @Inject
  LetterActivityImpl(LetterMover mover, Installation installation, Wakes wakes) {
    this.mover = mover;
    this.installation = installation;
    this.wakes = wakes;
  }

  @Override
  public BeginResult begin(OperationInput input) {
    BeginResult result =
        run(input.source(), input.databaseId(), () -> new BeginResult(mover.begin(input)));
    log.info(
        "An operation on dead letters begins: operation={} kind={} actor={} selection=[{}]",
        input.operationId(),
        input.kind(),
        input.actor(),
        input.selection().words());
    return result;
  }

  /** A wake that is lost here is made up for by the sweep. */
  @Override
  public MoveResult move(MoveRequest request) {
    Moved moved = run(request.source(), request.databaseId(), () -> mover.move(request));
    wakes.wake(organizations(moved.organizations()));
    return moved.result();
  }

  @Override
  public void end(EndRequest request) {
    run(
        request.source(),
        request.databaseId(),
        () -> {
          mover.end(request);
          return request;
        });
    log.info(
        "An operation on dead letters has ended: operation={} state={}",
        request.operationId(),
        request.state());
  }

  private <T> T run(String source, String databaseId, Step<T> step) {
    installation
        .mismatch(source, databaseId)
        .ifPresent(
            mismatch -> {
              throw ApplicationFailure.newNonRetryableFailure(mismatch, "Mismatch");
            });
    try {
      return step.run();
    } catch (SQLException e) {
      throw failure(e);
    } catch (RuntimeException e) { // its message may hold anything: only class and place are told
      log.error(
          "A step on dead letters failed by a bug, {} at {}.",
          e.getClass().getName(),
          e.getStackTrace().length == 0 ? "an unknown place" : e.getStackTrace()[0]);
      throw ApplicationFailure.newNonRetryableFailure(
          "A step failed by a bug: " + e.getClass().getSimpleName() + ".", "Bug");
    }
  }

  /** What the database will refuse again, whenever it is asked, is not tried again. */
  private static ApplicationFailure failure(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String message = "The database answered SQLSTATE " + state + ".";
    log.warn("A step on dead letters failed with SQLSTATE {}.", state);
    return state.startsWith("22") || state.startsWith("42") || state.equals("23514")
        ? ApplicationFailure.newNonRetryableFailure(message, "Database")
        : ApplicationFailure.newFailure(message, "Database");
  }

  /** A row that was written past the producer's checks must not cost the others their wake. */
  private static List<OrganizationId> organizations(List<String> ids) {
    List<OrganizationId> organizations = new ArrayList<>();
    for (String id : ids) {
      try {
        organizations.add(new OrganizationId(id));
      } catch (IllegalArgumentException e) {
        log.error("Rows of an organization can never be relayed: {}", e.getMessage());
      }
    }
    return organizations;
  }
}

package dev.signalbox.demo;

import dev.signalbox.relay.cli.Terminal;
import java.sql.SQLException;
import java.time.Duration;

/** Closes the books: what was done, and whether Svix holds just that. */
final class Outcome {

  private final Backstage backstage;
  private final Terminal terminal;

  Outcome(Backstage backstage, Terminal terminal) {
    this.backstage = backstage;
    this.terminal = terminal;
  }

  /**
   * Waits until nothing is pending, stops the relay, checks, and says what it found; what is wrong
   * goes to the error stream.
   *
   * @param start {@code System.nanoTime} at the first append
   * @param limit of the wait
   */
  Report close(long start, Duration limit) throws SQLException, InterruptedException {
    long left = Draining.await(backstage.pending(), limit);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    sayWhatIsLeft(left, limit);
    backstage.stopRelay();
    backstage.arrivals().tell(backstage.deliveries());
    Holdings holdings = backstage.holdings();
    Findings findings =
        new Audit(backstage.books().committed(), backstage.books().rolledBack(), holdings::isSame)
            .check(holdings.read(backstage.organizations()));
    Report report = Report.of(findings, time, services(holdings));
    say(findings, report, holdings);
    return report;
  }

  private void sayWhatIsLeft(long left, Duration limit) throws SQLException {
    long dead = backstage.pending().dead();
    if (left > 0) {
      terminal.error().printf("%d events are still pending after %d s.%n", left, limit.toSeconds());
    }
    if (dead > 0) {
      terminal.error().printf("%d events are among the dead letters.%n", dead);
    }
  }

  private Report.Services services(Holdings holdings) {
    return new Report.Services(
        backstage.services().postgres().describe(),
        backstage.services().temporal().describe(),
        "%s; payloads compared %s"
            .formatted(backstage.services().svix().describe(), holdings.comparison()));
  }

  private void say(Findings findings, Report report, Holdings holdings) {
    OrganizationTally.Reading total = backstage.deliveries().total();
    terminal
        .out()
        .printf(
            "%d events of %d organizations committed and %d rolled back; %d stored in %.1f s.%n",
            findings.committed(),
            backstage.organizations().size(),
            backstage.books().rolledBackCount(),
            findings.stored(),
            report.seconds());
    terminal
        .out()
        .printf(
            "Commit to stored: median %d ms, longest %d ms. Signals: %s.%n",
            total.median().toMillis(), total.longest().toMillis(), backstage.signals());
    findings.lines().forEach(terminal.error()::println);
    if (findings.isClean()) {
      terminal
          .out()
          .printf(
              "Svix holds every committed event once, in its own application, unchanged (compared"
                  + " %s),%nin order within its key, and nothing of a rolled-back transaction.%n",
              holdings.comparison());
    }
  }
}

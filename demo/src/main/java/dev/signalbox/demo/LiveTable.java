package dev.signalbox.demo;

import dev.signalbox.contract.OrganizationId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What happens now, a line for each organization. For one thread at a time. */
final class LiveTable {

  private static final int MOST_ROWS = 15;
  private static final String HEADER =
      "%-20s %9s %8s %10s %8s %8s"
          .formatted("organization", "appended", "pending", "delivered", "p50 ms", "max ms");

  private final Backstage backstage;
  private final Arrivals arrivals;

  LiveTable(Backstage backstage) {
    this.backstage = backstage;
    this.arrivals = backstage.arrivals();
  }

  List<String> lines() throws SQLException {
    arrivals.tell(backstage.deliveries());
    Map<String, Long> pending = backstage.pending().byOrganization();
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    List<OrganizationId> organizations = backstage.organizations();
    organizations.stream()
        .limit(MOST_ROWS)
        .forEach(
            organization ->
                lines.add(
                    row(
                        organization.value(),
                        pending.getOrDefault(organization.value(), 0L),
                        backstage.deliveries().reading(organization))));
    if (organizations.size() > MOST_ROWS) {
      lines.add("… and %d more".formatted(organizations.size() - MOST_ROWS));
    }
    lines.add(
        row(
            "all",
            pending.values().stream().mapToLong(Long::longValue).sum(),
            backstage.deliveries().total()));
    return lines;
  }

  private static String row(String name, long pending, OrganizationTally.Reading reading) {
    return "%-20s %9d %8d %10d %8d %8d"
        .formatted(
            name,
            reading.appended(),
            pending,
            reading.delivered(),
            reading.median().toMillis(),
            reading.longest().toMillis());
  }
}

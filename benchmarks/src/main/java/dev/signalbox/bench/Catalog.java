package dev.signalbox.bench;

import dev.signalbox.bench.append.AppendBulk;
import dev.signalbox.bench.append.AppendOne;
import dev.signalbox.bench.backlog.BacklogHorizon;
import dev.signalbox.bench.cost.Actions;
import dev.signalbox.bench.cost.DbCost;
import dev.signalbox.bench.drain.DrainShare;
import dev.signalbox.bench.growth.Growth;
import dev.signalbox.bench.idle.IdleOrganizations;
import dev.signalbox.bench.jmh.InProcess;
import dev.signalbox.bench.latency.Noisy;
import dev.signalbox.bench.latency.Steady;
import dev.signalbox.bench.latency.Wake;
import dev.signalbox.bench.memory.Memory;
import dev.signalbox.bench.sick.SickOrganizations;
import java.util.List;

/** All benchmarks that are defined, built or not. */
final class Catalog {

  private Catalog() {}

  static List<CatalogEntry> all() {
    return List.of(
        CatalogEntry.built(
            "append-one",
            "A caller's transaction of one business insert, one append and the commit: its time and"
                + " WAL.",
            "at most 1.05 × a raw prepared INSERT; at most 0.8 × the best peer's time, and 0.8 ×"
                + " its WAL at 1 KiB, 0.6 × at 200 B",
            new AppendOne()),
        CatalogEntry.built(
            "append-bulk",
            "10, 100 and 1,000 events in one transaction: rows a second and WAL.",
            "at least 0.90 × the faster of raw COPY and unnest; 2.5 × the best peer at 100 rows, 3"
                + " × at 1,000; 8 × one by one",
            new AppendBulk()),
        CatalogEntry.built(
            "drain-share",
            "A preloaded backlog to a stub that answers at once or after 10 ms: events a second and"
                + " processor time.",
            "at least 1.0 × the official Svix client's loop, 0.85 × a lean tuned loop (64"
                + " organizations 0.80, 10 ms 0.97), 2 × the best peer",
            new DrainShare()),
        CatalogEntry.built(
            "wake",
            "Idle organizations at a few events a second: from commit to the first byte at Svix.",
            "p50 at most 1.3 × a bare signal, workflow and POST, p99 at most 1.5 ×; p50 at most"
                + " 0.01 × a poller's that looks every 5 s",
            new Wake()),
        CatalogEntry.built(
            "steady",
            "Open loop at a fixed rate, 200 organizations: from commit to delivered.",
            "p50 and p99 at most 2 × a bare loop at the same arrivals, p99 at most 0.2 × the best"
                + " polling peer",
            new Steady()),
        CatalogEntry.built(
            "noisy",
            "Quiet organizations beside one that holds a large backlog.",
            "the quiet ones' p50 at most 1.05 × and p99 at most 1.25 × without the neighbour; where"
                + " Svix answers at once, p99 at most 2 ×",
            new Noisy()),
        CatalogEntry.built(
            "idle-100k",
            "100,000 organizations that have nothing to do: actions, statements, WAL and processor"
                + " time a minute.",
            "no action per organization; at most 3 actions and 2 statements a minute in total",
            new IdleOrganizations()),
        CatalogEntry.built(
            "actions",
            "Temporal actions and history events per 1,000 events, counted in the histories.",
            "at most 4 in one transaction, 20 in 1,000 transactions of one organization, 300 over"
                + " 100 organizations",
            new Actions()),
        CatalogEntry.built(
            "db-cost",
            "Lots of 1, 10 and 100 events from append to settled: statements, WAL, dead tuples,"
                + " HOT.",
            "lots of 100: at most 0.06 statements and 1.05 dead tuples per event; WAL at most 0.75"
                + " × the best peer's at 1 KiB, 0.5 × at 200 B",
            new DbCost()),
        CatalogEntry.built(
            "backlog-horizon",
            "Read and settle beside a backlog of others, and steady traffic under a long"
                + " transaction.",
            "a million rows of others cost at most 1.2 × none; under a long transaction p99 at most"
                + " 1.5 × without",
            new BacklogHorizon()),
        CatalogEntry.built(
            "memory",
            "Organizations that drain at once: heap and resident memory of each, then and"
                + " afterwards.",
            "at most 24 KiB per active organization, 2 × a thread with a POST open; 100 bytes per"
                + " idle one",
            new Memory()),
        CatalogEntry.built(
            "sick-org",
            "5 % of the organizations fail, hang or are throttled: rate and latency of the others.",
            "the healthy ones' rate at least 0.97 × alone, their p99 at most 1.3 ×",
            new SickOrganizations()),
        CatalogEntry.built(
            "growth",
            "How the costs of an event grow with organizations, backlog, payload and workers.",
            "none: what a plan for more capacity starts from",
            new Growth()),
        CatalogEntry.built(
            "in-process",
            "Id, check, request body and permit, by JMH: time and memory that is allocated.",
            "none: what the database's and the network's shares are set beside",
            new InProcess()));
  }
}

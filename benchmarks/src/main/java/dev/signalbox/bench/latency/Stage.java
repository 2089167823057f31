package dev.signalbox.bench.latency;

import dev.signalbox.bench.TestBed;
import dev.signalbox.bench.stub.Stub;
import dev.signalbox.testkit.services.PostgresDatabase;
import dev.signalbox.testkit.services.TemporalService;
import java.util.function.Supplier;

/**
 * What a turn runs on.
 *
 * @param databases empty ones, which end with the run
 */
record Stage(Supplier<PostgresDatabase> databases, Supplier<TemporalService> temporal, Stub stub) {

  static Stage of(TestBed bed, Stub stub) {
    return new Stage(bed::newDatabase, bed::temporal, stub);
  }
}

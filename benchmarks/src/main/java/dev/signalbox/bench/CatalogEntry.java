package dev.signalbox.bench;

import java.util.Optional;

/**
 * A benchmark as it is listed.
 *
 * @param measures a sentence
 * @param target what is aimed at, in words
 * @param benchmark empty while it is not built
 */
public record CatalogEntry(
    String name, String measures, String target, Optional<Benchmark> benchmark) {

  static CatalogEntry built(String name, String measures, String target, Benchmark benchmark) {
    return new CatalogEntry(name, measures, target, Optional.of(benchmark));
  }

  static CatalogEntry notBuilt(String name, String measures, String target) {
    return new CatalogEntry(name, measures, target, Optional.empty());
  }
}

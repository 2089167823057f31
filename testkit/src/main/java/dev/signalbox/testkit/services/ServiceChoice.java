package dev.signalbox.testkit.services;

import java.util.Map;

/**
 * What is wanted of the backing services.
 *
 * @param postgres which kind of PostgreSQL
 * @param temporal which kind of Temporal
 * @param svix which kind of Svix
 * @param durable whether a PostgreSQL that is started here survives a crash of the machine ({@code
 *     fsync}, {@code synchronous_commit}); only tests may do without
 */
public record ServiceChoice(
    Preference postgres, Preference temporal, Preference svix, boolean durable) {

  /** Sets one kind for all services. */
  public static final String SERVICES = "SIGNALBOX_TEST_SERVICES";

  /** Sets the kind of PostgreSQL alone. */
  public static final String POSTGRES = "SIGNALBOX_TEST_POSTGRES";

  /** Sets the kind of Temporal alone. */
  public static final String TEMPORAL = "SIGNALBOX_TEST_TEMPORAL";

  /** Sets the kind of Svix alone. */
  public static final String SVIX = "SIGNALBOX_TEST_SVIX";

  /**
   * One preference for all, durable. Where a service has no such kind at all it is embedded: there
   * is no local program for PostgreSQL, and neither a local program nor a container for Svix.
   */
  public static ServiceChoice of(Preference all) {
    return new ServiceChoice(forPostgres(all), all, forSvix(all), true);
  }

  /**
   * What {@code SIGNALBOX_TEST_SERVICES} says ({@code auto}, {@code local}, {@code containers} or
   * {@code embedded}; unset is {@code auto}), then {@code SIGNALBOX_TEST_POSTGRES}, {@code
   * _TEMPORAL} and {@code _SVIX} for one service each. These last are literal: a service that lacks
   * the kind they ask for fails to start.
   *
   * @throws IllegalArgumentException for a word that is none of these, naming the setting
   */
  public static ServiceChoice from(Map<String, String> environment) {
    ServiceChoice all = of(read(environment, SERVICES, Preference.AUTO));
    return new ServiceChoice(
        read(environment, POSTGRES, all.postgres),
        read(environment, TEMPORAL, all.temporal),
        read(environment, SVIX, all.svix),
        true);
  }

  /** {@link #from} the environment of this process. */
  public static ServiceChoice fromEnvironment() {
    return from(System.getenv());
  }

  /** The same without {@code fsync}: faster, and a crash of the machine may lose or break data. */
  public ServiceChoice withoutDurability() {
    return new ServiceChoice(postgres, temporal, svix, false);
  }

  private static Preference read(
      Map<String, String> environment, String setting, Preference otherwise) {
    String text = environment.getOrDefault(setting, "");
    return text.isBlank() ? otherwise : Preference.parse(setting, text);
  }

  private static Preference forPostgres(Preference all) {
    return all == Preference.LOCAL ? Preference.EMBEDDED : all;
  }

  private static Preference forSvix(Preference all) {
    return all == Preference.AUTO ? Preference.AUTO : Preference.EMBEDDED;
  }
}

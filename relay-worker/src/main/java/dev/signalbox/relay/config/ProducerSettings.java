package dev.signalbox.relay.config;

/** What it takes to append events and to signal the relay. */
public record ProducerSettings(DatabaseSettings database, TemporalSettings temporal) {}

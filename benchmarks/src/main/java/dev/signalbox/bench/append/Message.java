package dev.signalbox.bench.append;

/** What each contender has to store, in whatever form it stores it. */
public record Message(String organization, String type, String payload) {}

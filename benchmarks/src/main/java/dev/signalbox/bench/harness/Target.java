package dev.signalbox.bench.harness;

/**
 * What is aimed at: a figure of the subject, divided by that of the base in the same round.
 *
 * @param figure the name that {@link Course#run} gives it
 * @param subject the contender that is judged
 */
public record Target(String figure, String subject, Base base, Bound bound, double limit) {}

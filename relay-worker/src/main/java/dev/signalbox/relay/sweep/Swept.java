package dev.signalbox.relay.sweep;

/**
 * What a sweep found.
 *
 * @param woken organizations that had due rows and nobody at work
 * @param overdue those of them whose rows have been due for so long that nobody seems to come
 */
public record Swept(int woken, int overdue) {}

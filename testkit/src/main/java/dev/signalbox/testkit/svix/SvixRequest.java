package dev.signalbox.testkit.svix;

/**
 * What a request is about, for selecting faults.
 *
 * @param route what is asked for
 * @param application uid of the application, its id where it has none, or the text of the path
 *     where it does not exist; empty for routes without an application
 * @param eventId of a message that is to be created or was named in the path, else empty
 * @param eventType of a message that is to be created, else empty
 */
public record SvixRequest(Route route, String application, String eventId, String eventType) {}

package dev.signalbox.relay.deliver;

/**
 * An event that was handed over, and how that ended.
 *
 * @param event the event
 * @param outcome its ending
 */
public record Attempt(PendingEvent event, DeliveryOutcome outcome) {}

package dev.signalbox.demo;

import dev.signalbox.outbox.EventId;
import dev.signalbox.outbox.OutboxEvent;

/**
 * An event that the shop has appended.
 *
 * @param position among the events of its order, from 1; rises with the commits
 */
record ShopEvent(EventId id, OutboxEvent event, int position) {}

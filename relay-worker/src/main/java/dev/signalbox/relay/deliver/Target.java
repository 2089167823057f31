package dev.signalbox.relay.deliver;

import dev.signalbox.contract.OrganizationId;

/**
 * Where the events of an organization go.
 *
 * @param organization whose events
 * @param application id or uid of its Svix application
 * @param createIfMissing whether the application is created, with {@code application} as its uid,
 *     when Svix does not have it
 */
public record Target(OrganizationId organization, String application, boolean createIfMissing) {}

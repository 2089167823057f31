package dev.signalbox.relay.watch;

import dev.signalbox.contract.OrganizationId;
import java.util.concurrent.CompletableFuture;

/**
 * One slice that waits for news.
 *
 * @param organization whose rows it waits for
 * @param after the id after which a due row is news
 * @param news completed with whether there is any
 */
record Watch(OrganizationId organization, long after, CompletableFuture<Boolean> news) {

  Watch(OrganizationId organization, long after) {
    this(organization, after, new CompletableFuture<>());
  }
}

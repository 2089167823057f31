/**
 * The wire contract between producers and relay: names, ids and the workflow's shape. What is
 * written here is read by deployments of other versions and never changes silently.
 */
@NullMarked
package dev.signalbox.contract;

import org.jspecify.annotations.NullMarked;

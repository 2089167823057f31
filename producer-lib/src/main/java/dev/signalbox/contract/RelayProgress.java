package dev.signalbox.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Counts since the workflow was started, carried over when it continues as new.
 *
 * @param slices activities that ran
 * @param delivered events that the destination accepted, duplicates among them
 * @param duplicates events that it had already
 * @param retried refusals that will be tried again
 * @param dead events moved to the dead letters
 * @param failures slices that failed in a row
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RelayProgress(
    long slices, long delivered, long duplicates, long retried, long dead, int failures) {

  /** Nothing yet. */
  public static final RelayProgress NONE = new RelayProgress(0, 0, 0, 0, 0, 0);
}

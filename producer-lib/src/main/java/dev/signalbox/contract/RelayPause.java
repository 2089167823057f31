package dev.signalbox.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A pause that a run hands to the next one of its chain, which waits for the rest of it.
 *
 * @param state what the status query says meanwhile, see {@link RelayStatus}; empty: no pause
 * @param untilMillis its end by Temporal's clock, in milliseconds since 1970
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RelayPause(String state, long untilMillis) {

  /** The run begins with a slice. */
  public static final RelayPause NONE = new RelayPause("", 0);
}

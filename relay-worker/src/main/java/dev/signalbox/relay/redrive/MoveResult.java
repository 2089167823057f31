package dev.signalbox.relay.redrive;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What a step did.
 *
 * @param moved letters, by this attempt
 * @param lastLetterId the last of them; 0: none
 * @param affected letters that the operation has moved up to now, those of attempts whose answer
 *     was lost among them
 * @param finished whether no other step is needed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MoveResult(long moved, long lastLetterId, long affected, boolean finished) {}

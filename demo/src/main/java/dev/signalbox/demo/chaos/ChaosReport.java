package dev.signalbox.demo.chaos;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.signalbox.relay.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The outcome of a run, as it is written to the file.
 *
 * @param stored messages that Svix holds
 * @param expectedDead committed events that Svix refuses for ever
 * @param kills processes that ended without a chance to say so
 * @param faults how often each kind happened; 0: not at all
 * @param requestsStruck how many of Svix's requests each of its kinds struck
 * @param drainSeconds from the end of all faults until nothing was pending; with {@code
 *     leftPending} above 0 the limit of the wait
 * @param otherDefects how many events of each kind that has no place of its own
 * @param notes what could not be tried here, and why
 */
@JsonPropertyOrder({
  "committed",
  "stored",
  "lost",
  "duplicated",
  "reordered",
  "crossed",
  "deadLetters",
  "expectedDead",
  "kills",
  "faults",
  "drainSeconds",
  "leftPending",
  "otherDefects",
  "requestsStruck",
  "seed",
  "seconds",
  "notes"
})
record ChaosReport(
    long committed,
    long stored,
    int lost,
    int duplicated,
    int reordered,
    int crossed,
    long deadLetters,
    long expectedDead,
    long kills,
    Map<FaultKind, Long> faults,
    double drainSeconds,
    long leftPending,
    Map<String, Integer> otherDefects,
    Map<FaultKind, Long> requestsStruck,
    long seed,
    long seconds,
    List<String> notes) {

  @JsonIgnore
  boolean isClean() {
    return leftPending + lost + duplicated + reordered + crossed == 0
        && otherDefects.isEmpty()
        && deadLetters == expectedDead
        && committed > 0;
  }

  void write(Path file) {
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      Files.writeString(file, json() + "\n");
    } catch (IOException e) {
      throw new CommandFailure("--report " + file, e);
    }
  }

  String json() throws IOException {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(this);
  }
}

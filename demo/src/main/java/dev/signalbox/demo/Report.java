package dev.signalbox.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.signalbox.demo.Findings.Defect;
import dev.signalbox.relay.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The outcome of {@code demo --once}, as it is written to the file.
 *
 * @param seconds from the first append until nothing was pending
 */
@JsonPropertyOrder({
  "committed",
  "stored",
  "missing",
  "duplicated",
  "altered",
  "crossed",
  "reordered",
  "rolledBackButStored",
  "seconds",
  "services"
})
record Report(
    int committed,
    int stored,
    int missing,
    int duplicated,
    int altered,
    int crossed,
    int reordered,
    int rolledBackButStored,
    double seconds,
    Services services) {

  /** What the demo ran on: name, version, kind and address. */
  @JsonPropertyOrder({"postgres", "temporal", "svix"})
  record Services(String postgres, String temporal, String svix) {}

  static Report of(Findings findings, Duration time, Services services) {
    return new Report(
        findings.committed(),
        findings.stored(),
        findings.count(Defect.MISSING),
        findings.count(Defect.DUPLICATED),
        findings.count(Defect.ALTERED),
        findings.count(Defect.CROSSED),
        findings.count(Defect.REORDERED),
        findings.count(Defect.ROLLED_BACK_BUT_STORED),
        time.toMillis() / 1000.0,
        services);
  }

  @JsonIgnore
  boolean isClean() {
    return missing + duplicated + altered + crossed + reordered + rolledBackButStored == 0;
  }

  void write(Path file) {
    try {
      Files.writeString(
          file,
          JsonMapper.builder()
                  .enable(SerializationFeature.INDENT_OUTPUT)
                  .build()
                  .writeValueAsString(this)
              + "\n");
    } catch (IOException e) {
      throw new CommandFailure("--report " + file, e);
    }
  }
}

package dev.signalbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

  @TempDir private Path directory;

  @Test
  void everyCommittedEventArrivesOnceAndTheReportSaysSo() throws Exception {
    Path file = directory.resolve("report.json");
    SignalboxRun run =
        SignalboxRun.of(
            "demo",
            "--once",
            "--embedded",
            "--orgs",
            "3",
            "--events",
            "60",
            "--report",
            file.toString());

    assertThat(run.error()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("60 events of 3 organizations committed");
    JsonNode report = JsonMapper.builder().build().readTree(Files.readString(file));
    List<String> names = new ArrayList<>();
    report.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "committed",
            "stored",
            "missing",
            "duplicated",
            "altered",
            "crossed",
            "reordered",
            "rolledBackButStored",
            "seconds",
            "services");
    assertThat(report.get("committed").intValue()).isEqualTo(60);
    assertThat(report.get("stored").intValue()).isEqualTo(60);
    assertThat(names.subList(2, 8))
        .allSatisfy(name -> assertThat(report.get(name).asInt(-1)).isZero());
    assertThat(report.get("seconds").isNumber()).isTrue();
    assertThat(report.get("services").properties())
        .extracting(service -> service.getKey())
        .containsExactly("postgres", "temporal", "svix");
    assertThat(report.get("services").get("svix").textValue()).contains("byte for byte");
  }
}

package dev.signalbox.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.harness.Contender;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class InProcessTest {

  @Test
  void jmhFindsTheMethodOfEachContender() {
    for (Contender contender : InProcess.contenders()) {
      String method = contender.settings().get("method");
      assertThat(found(((JmhCourse) contender.course()).include()))
          .as(contender.name())
          .containsExactly(method);
    }
  }

  @Test
  void everyMethodThatJmhFindsIsRun() {
    Set<String> methods =
        InProcess.contenders().stream()
            .map(contender -> contender.settings().get("method"))
            .collect(Collectors.toSet());
    assertThat(found(".*")).containsExactlyInAnyOrderElementsOf(methods);
  }

  @Test
  void payloadsAreOfAboutTheirSize() {
    assertThat(Payloads.of(1024)).hasSizeBetween(960, 1024).startsWith("{").endsWith("}");
  }

  private static List<String> found(String include) {
    return BenchmarkList.defaultList()
        .find(
            OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
            List.of(include),
            List.of())
        .stream()
        .map(BenchmarkListEntry::getUsername)
        .distinct()
        .toList();
  }
}

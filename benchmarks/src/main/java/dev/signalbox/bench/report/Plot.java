package dev.signalbox.bench.report;

import dev.signalbox.bench.harness.ContenderResult;
import dev.signalbox.bench.harness.Interval;
import dev.signalbox.bench.harness.ScenarioResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** A bar per contender with the first figure's median, and a line from its least to its most. */
final class Plot {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 500;

  private final String benchmark;
  private final ScenarioResult scenario;

  Plot(String benchmark, ScenarioResult scenario) {
    this.benchmark = benchmark;
    this.scenario = scenario;
  }

  /** False when there is nothing to draw, or the system has nothing to draw letters with. */
  boolean write(Path file) throws IOException {
    String figure = figure();
    List<ContenderResult> drawn =
        scenario.contenders().stream().filter(c -> !c.values(figure).isEmpty()).toList();
    if (drawn.isEmpty()) {
      return false;
    }
    System.setProperty("java.awt.headless", "true");
    try (OutputStream out = Files.newOutputStream(file)) {
      return ImageIO.write(BitmapEncoder.getBufferedImage(chart(figure, drawn)), "png", out);
    } catch (LinkageError | RuntimeException e) { // as Java's toolkit fails without any font
      Files.deleteIfExists(file);
      return false;
    }
  }

  /** What the first target is about. */
  private String figure() {
    return scenario.targets().isEmpty()
        ? scenario.contenders().stream()
            .flatMap(contender -> contender.figures().stream())
            .findFirst()
            .orElse("")
        : scenario.targets().get(0).target().figure();
  }

  private CategoryChart chart(String figure, List<ContenderResult> drawn) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("%s: %s".formatted(benchmark, scenario.name()))
            .yAxisTitle(figure)
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setXAxisLabelRotation(20);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setChartTitleBoxVisible(false);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
    List<String> names = new ArrayList<>();
    List<Double> medians = new ArrayList<>();
    List<Double> spreads = new ArrayList<>();
    for (ContenderResult contender : drawn) {
      List<Double> values = contender.values(figure);
      double median = Interval.median(values);
      names.add(contender.name());
      medians.add(median);
      spreads.add(values.stream().mapToDouble(value -> Math.abs(value - median)).max().orElse(0));
    }
    chart.addSeries(figure, names, medians, spreads);
    return chart;
  }
}

package dev.signalbox.bench.report;

import dev.signalbox.bench.harness.ContenderResult;
import dev.signalbox.bench.harness.Interval;
import dev.signalbox.bench.harness.Role;
import dev.signalbox.bench.harness.ScenarioResult;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A bar per contender with the first figure's median, and a dot for each round. */
final class Plot {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 500;

  /** How many times the lowest value the highest may be, so that both are seen. */
  private static final double SEEN = 50;

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

  /** What the first target is about of which not all is 0; nothing where there is none. */
  private String figure() {
    return Stream.concat(
            scenario.targets().stream().map(target -> target.target().figure()),
            scenario.contenders().stream().flatMap(contender -> contender.figures().stream()))
        .filter(figure -> values(figure, scenario.contenders()).anyMatch(value -> value != 0))
        .findFirst()
        .orElse("");
  }

  private CategoryChart chart(String figure, List<ContenderResult> drawn) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("%s: %s".formatted(benchmark, scenario.name()))
            .yAxisTitle(isWide(figure, drawn) ? figure + ", logarithmic" : figure)
            .build();
    CategoryStyler styler = chart.getStyler();
    styler.setLegendVisible(false);
    styler.setXAxisLabelRotation(20);
    styler.setYAxisLogarithmic(isWide(figure, drawn));
    styler.setYAxisMin(isWide(figure, drawn) ? decadeBelow(least(figure, drawn)) : 0.0);
    styler.setChartTitleBoxVisible(false);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setOverlapped(true);
    List<String> names = drawn.stream().map(ContenderResult::name).toList();
    for (Role role : Role.values()) {
      addBars(chart, role, names, drawn, figure);
    }
    int rounds = drawn.stream().mapToInt(c -> c.values(figure).size()).max().orElse(0);
    for (int round = 0; round < rounds; round++) {
      addDots(chart, round, names, drawn, figure);
    }
    return chart;
  }

  /** Whether the lowest would not be seen beside the highest. */
  private static boolean isWide(String figure, List<ContenderResult> drawn) {
    double least = least(figure, drawn);
    return least > 0 && values(figure, drawn).max().orElse(0) / least > SEEN;
  }

  private static double least(String figure, List<ContenderResult> drawn) {
    return values(figure, drawn).min().orElse(0);
  }

  private static DoubleStream values(String figure, List<ContenderResult> drawn) {
    return drawn.stream()
        .flatMap(contender -> contender.values(figure).stream())
        .mapToDouble(value -> value);
  }

  /** A power of ten that leaves even the lowest bar a height. */
  private static double decadeBelow(double value) {
    return Math.pow(10, Math.ceil(Math.log10(value)) - 1);
  }

  /** The medians of one role's contenders; the others' places stay empty. */
  private static void addBars(
      CategoryChart chart,
      Role role,
      List<String> names,
      List<ContenderResult> drawn,
      String figure) {
    if (drawn.stream().noneMatch(contender -> contender.role() == role)) {
      return;
    }
    List<@Nullable Double> medians = new ArrayList<>();
    for (ContenderResult contender : drawn) {
      boolean isOfRole = contender.role() == role;
      medians.add(isOfRole ? Double.valueOf(Interval.median(contender.values(figure))) : null);
    }
    chart.addSeries(role.name(), names, medians).setFillColor(color(role));
  }

  private static void addDots(
      CategoryChart chart,
      int round,
      List<String> names,
      List<ContenderResult> drawn,
      String figure) {
    List<@Nullable Double> values = new ArrayList<>();
    for (ContenderResult contender : drawn) {
      List<Double> all = contender.values(figure);
      values.add(round < all.size() ? all.get(round) : null);
    }
    chart
        .addSeries("round " + round, names, values)
        .setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Scatter)
        .setMarker(SeriesMarkers.CIRCLE)
        .setMarkerColor(Color.BLACK);
  }

  private static Color color(Role role) {
    return switch (role) {
      case FLOOR -> new Color(0xB0B7C3);
      case REFERENCE -> new Color(0xD9DDE4);
      case PEER -> new Color(0xF2B880);
      case OURS -> new Color(0x2F6FDE);
    };
  }
}

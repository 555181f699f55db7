package io.stageline.bench.report;

import io.stageline.bench.frame.Numbers;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of how far each figure reaches: a bar as high as 1 is the target, just met; higher is better. */
final class Chart {
    private static final double HIGHEST = 3;
    private static final double LOWEST = 0.02;
    private static final int A_BAR = 80;
    private static final int NARROWEST = 800;
    private static final int MARGIN = 120;
    private static final int HEIGHT = 760;

    private Chart() {}

    /** Writes the picture, unless no figure has a target. */
    static void write(List<RowReport> rows, Path file) throws IOException {
        var bars = new ArrayList<Bar>();
        for (var row : rows) row.figures().forEach(figure -> add(bars, row.name(), figure));
        if (!bars.isEmpty()) BitmapEncoder.saveBitmap(chart(bars), file.toString(), BitmapFormat.PNG);
    }

    private record Bar(String label, double height, boolean met) {}

    private static void add(List<Bar> bars, String row, RowReport.Answer figure) {
        if (figure.reach() == null) return;
        var height = Math.max(LOWEST, Math.min(HIGHEST, figure.reach()));
        var label = "%s %s: %s"
                .formatted(row, figure.name(), Numbers.of(figure.value().median()));
        bars.add(new Bar(label, height, figure.isMet()));
    }

    private static CategoryChart chart(List<Bar> bars) {
        var chart = new CategoryChartBuilder()
                .width(Math.max(NARROWEST, MARGIN + A_BAR * bars.size()))
                .height(HEIGHT)
                .title("How far each figure reaches (1 = its target; cut off at 3)")
                .build();
        var style = chart.getStyler();
        style.setOverlapped(true).setAvailableSpaceFill(0.7);
        style.setLegendPosition(LegendPosition.OutsideS).setLegendLayout(LegendLayout.Horizontal);
        style.setXAxisLabelRotation(60).setYAxisMin(0.0).setYAxisMax(HIGHEST);
        style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        style.setPlotGridVerticalLinesVisible(false).setChartBackgroundColor(Color.WHITE);
        var labels = bars.stream().map(Bar::label).toList();
        chart.addSeries(
                        "met",
                        labels,
                        bars.stream().map(bar -> bar.met ? bar.height : 0).toList())
                .setFillColor(new Color(0x2e7d32));
        chart.addSeries(
                        "missed",
                        labels,
                        bars.stream().map(bar -> bar.met ? 0 : bar.height).toList())
                .setFillColor(new Color(0xc62828));
        chart.addSeries("target", labels, Collections.nCopies(bars.size(), 1.0))
                .setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Line)
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(Color.DARK_GRAY);
        return chart;
    }
}

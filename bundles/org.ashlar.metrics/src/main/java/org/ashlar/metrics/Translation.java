package org.ashlar.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.metric.MetricSnapshot;

/// A metric of the house in the words of the Prometheus client.
final class Translation {
  private static final String INFO = "_info";

  private Translation() {}

  static io.prometheus.metrics.model.snapshots.MetricSnapshot of(
      MetricSnapshot metric, String prefix) {
    String name = prefix + "_" + metric.name();
    return switch (metric) {
      case MetricSnapshot.Counter counter -> counter(name, counter);
      case MetricSnapshot.Gauge gauge when name.endsWith(INFO) -> info(name, gauge);
      case MetricSnapshot.Gauge gauge -> gauge(name, gauge);
      case MetricSnapshot.Histogram histogram -> histogram(name, histogram);
    };
  }

  private static CounterSnapshot counter(String name, MetricSnapshot.Counter counter) {
    CounterSnapshot.Builder all = CounterSnapshot.builder().name(name).help(counter.help());
    counter
        .values()
        .forEach(
            (values, sum) ->
                all.dataPoint(
                    CounterDataPointSnapshot.builder()
                        .labels(Labels.of(counter.labels(), values))
                        .value(sum)
                        .build()));
    return all.build();
  }

  private static GaugeSnapshot gauge(String name, MetricSnapshot.Gauge gauge) {
    GaugeSnapshot.Builder all = GaugeSnapshot.builder().name(name).help(gauge.help());
    gauge
        .values()
        .forEach(
            (values, value) ->
                all.dataPoint(
                    GaugeDataPointSnapshot.builder()
                        .labels(Labels.of(gauge.labels(), values))
                        .value(value)
                        .build()));
    return all.build();
  }

  /// A gauge that is always 1 and says everything in its labels.
  private static InfoSnapshot info(String name, MetricSnapshot.Gauge gauge) {
    InfoSnapshot.Builder all =
        InfoSnapshot.builder()
            .name(name.substring(0, name.length() - INFO.length()))
            .help(gauge.help());
    gauge
        .values()
        .keySet()
        .forEach(
            values ->
                all.dataPoint(
                    InfoDataPointSnapshot.builder()
                        .labels(Labels.of(gauge.labels(), values))
                        .build()));
    return all.build();
  }

  private static HistogramSnapshot histogram(String name, MetricSnapshot.Histogram histogram) {
    HistogramSnapshot.Builder all = HistogramSnapshot.builder().name(name).help(histogram.help());
    histogram
        .values()
        .forEach(
            (values, distribution) ->
                all.dataPoint(
                    HistogramDataPointSnapshot.builder()
                        .labels(Labels.of(histogram.labels(), values))
                        .classicHistogramBuckets(buckets(distribution))
                        .sum(distribution.sum())
                        .build()));
    return all.build();
  }

  private static ClassicHistogramBuckets buckets(MetricSnapshot.Distribution distribution) {
    List<Double> bounds = new ArrayList<>(distribution.bounds());
    bounds.add(Double.POSITIVE_INFINITY);
    return ClassicHistogramBuckets.of(bounds, distribution.counts());
  }
}

package io.margay.mapper.internal.report;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.Sample;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a device has to tell while nobody listens: the newest of each kind, so bounded by the
 * device's properties.
 */
final class WaitingReports {
  /** Stands for a number that is given when the sample leaves. */
  static final long UNNUMBERED = 0;

  private final Map<String, Sample> samples = new LinkedHashMap<>();
  private final Map<String, DesiredOutcome> outcomes = new LinkedHashMap<>();
  private Report.@Nullable State state;

  boolean isEmpty() {
    return samples.isEmpty() && outcomes.isEmpty() && state == null;
  }

  /** Adds a report that is newer than all that wait. */
  void add(Report report) {
    if (report instanceof Report.Samples more) {
      more.samples().forEach(sample -> samples.put(sample.property(), sample));
    } else if (report instanceof Report.Outcomes more) {
      more.outcomes().forEach(outcome -> outcomes.put(outcome.property(), outcome));
    } else if (report instanceof Report.State newer) {
      state = newer;
    }
  }

  /** Adds reports that are older than all that wait, the oldest first. */
  void addOlder(Deque<Report> reports) {
    reports.descendingIterator().forEachRemaining(this::addOlder);
  }

  private void addOlder(Report report) {
    if (report instanceof Report.Samples more) {
      more.samples().forEach(sample -> samples.putIfAbsent(sample.property(), sample));
    } else if (report instanceof Report.Outcomes more) {
      more.outcomes().forEach(outcome -> outcomes.putIfAbsent(outcome.property(), outcome));
    } else if (report instanceof Report.State older && state == null) {
      state = older;
    }
  }

  /** All that waits, numbered; afterwards nothing waits. */
  List<Report> take(DeviceMemory memory) {
    List<Report> taken = new ArrayList<>(3);
    if (state != null) {
      taken.add(state);
    }
    if (!samples.isEmpty()) {
      taken.add(
          new Report.Samples(
              samples.values().stream().map(sample -> numbered(sample, memory)).toList()));
    }
    if (!outcomes.isEmpty()) {
      taken.add(new Report.Outcomes(List.copyOf(outcomes.values())));
    }
    clear();
    return taken;
  }

  void clear() {
    samples.clear();
    outcomes.clear();
    state = null;
  }

  private static Sample numbered(Sample sample, DeviceMemory memory) {
    if (sample.sequence() != UNNUMBERED) {
      return sample;
    }
    return new Sample(
        sample.property(),
        sample.value(),
        sample.quality(),
        sample.reason(),
        sample.time(),
        memory.property(sample.property()).next());
  }
}

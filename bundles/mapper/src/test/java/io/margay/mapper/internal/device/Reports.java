package io.margay.mapper.internal.device;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.DeviceManager;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A runtime that writes down what it is told. */
final class Reports implements DeviceManager {
  record State(NamespacedName device, DeviceState state, String reason) {}

  private record Told(NamespacedName device, Sample sample) {}

  final List<List<Sample>> batches = new CopyOnWriteArrayList<>();
  final List<Sample> samples = new CopyOnWriteArrayList<>();
  private final List<Told> told = new CopyOnWriteArrayList<>();
  final List<DesiredOutcome> outcomes = new CopyOnWriteArrayList<>();
  final List<State> states = new CopyOnWriteArrayList<>();

  @Override
  public void reportSamples(NamespacedName device, List<Sample> reported) {
    batches.add(reported);
    for (Sample sample : reported) {
      told.add(new Told(device, sample));
      samples.add(sample);
    }
  }

  @Override
  public void reportOutcomes(NamespacedName device, List<DesiredOutcome> reported) {
    outcomes.addAll(reported);
  }

  @Override
  public void reportState(NamespacedName device, DeviceState state, String reason) {
    states.add(new State(device, state, reason));
  }

  List<Sample> of(String property) {
    return samples.stream().filter(sample -> sample.property().equals(property)).toList();
  }

  Sample last(String property) {
    List<Sample> all = of(property);
    return all.get(all.size() - 1);
  }

  List<Sample> of(NamespacedName device) {
    return told.stream().filter(t -> t.device().equals(device)).map(Told::sample).toList();
  }

  State state() {
    return states.get(states.size() - 1);
  }

  void clear() {
    batches.clear();
    samples.clear();
    told.clear();
    outcomes.clear();
    states.clear();
  }
}

package io.margay.mapper.internal.report;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.DeviceManager;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing to tell the runtime. */
sealed interface Report {

  void to(DeviceManager manager, NamespacedName device);

  /** What a device said. */
  record Samples(List<Sample> samples) implements Report {
    @Override
    public void to(DeviceManager manager, NamespacedName device) {
      manager.reportSamples(device, samples);
    }
  }

  /** What became of wishes. */
  record Outcomes(List<DesiredOutcome> outcomes) implements Report {
    @Override
    public void to(DeviceManager manager, NamespacedName device) {
      manager.reportOutcomes(device, outcomes);
    }
  }

  /** How a device is. */
  record State(DeviceState state, @Nullable String reason) implements Report {
    @Override
    public void to(DeviceManager manager, NamespacedName device) {
      manager.reportState(device, state, reason);
    }
  }
}

package io.margay.mapper.internal.device;

import static io.margay.dmi.PropertyType.INT;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import io.margay.dmi.SampleListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleListenersTest {
  private final Bench bench = new Bench();
  private final Listener listener = new Listener();

  @Test
  void aListenerHearsWhatTheRuntimeIsHanded() {
    bench.desk.listenerCame(listener);
    bench.register(
        Plant.press().property("speed", INT).property("heat", INT, Map.of("deadband", 5)));
    bench.seconds(3);

    assertThat(listener.samples).isEqualTo(bench.reports.samples).hasSizeGreaterThan(3);
    assertThat(listener.samples).filteredOn(sample -> sample.property().equals("heat")).hasSize(1);
    assertThat(listener.devices)
        .allSatisfy(device -> assertThat(device).isSameAs(listener.devices.get(0)));
    assertThat(listener.models)
        .allSatisfy(model -> assertThat(model).isSameAs(listener.models.get(0)));
  }

  @Test
  void aChangedDescriptionComesWithTheSamplesAfterIt() {
    bench.desk.listenerCame(listener);
    bench.register(Plant.press().property("speed", INT));
    Plant changed = Plant.press().property("speed", INT).property("heat", INT);
    bench.register(changed);

    assertThat(listener.devices.get(listener.devices.size() - 1)).isEqualTo(changed.device());
  }

  @Test
  void oneThatThrowsHarmsNobody() {
    bench.desk.listenerCame(
        new SampleListener() {
          @Override
          public void sampled(Device device, DeviceModel model, List<Sample> samples) {
            throw new IllegalStateException("listener is broken");
          }

          @Override
          public void removed(NamespacedName device) {
            throw new StackOverflowError();
          }
        });
    bench.desk.listenerCame(listener);
    bench.register(Plant.press().property("speed", INT));
    bench.mapper.removeDevice(Plant.PRESS);

    assertThat(listener.samples).isEqualTo(bench.reports.samples).isNotEmpty();
    assertThat(listener.removed).containsExactly(Plant.PRESS);
  }

  @Test
  void oneThatLeftHearsNoMore() {
    bench.desk.listenerCame(listener);
    bench.desk.listenerWent(listener);
    bench.register(Plant.press().property("speed", INT));

    assertThat(listener.samples).isEmpty();
  }

  private static final class Listener implements SampleListener {
    private final List<Device> devices = new ArrayList<>();
    private final List<DeviceModel> models = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<NamespacedName> removed = new ArrayList<>();

    @Override
    public void sampled(Device device, DeviceModel model, List<Sample> told) {
      devices.add(device);
      models.add(model);
      samples.addAll(told);
    }

    @Override
    public void removed(NamespacedName device) {
      removed.add(device);
    }
  }
}

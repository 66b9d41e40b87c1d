package io.margay.mapper.internal.report;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import io.margay.dmi.SampleListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who listen what devices say; the mistake of one of them concerns nobody else. */
final class SampleListeners {
  private static final Logger log = LoggerFactory.getLogger(SampleListeners.class);

  private final List<Ear> ears = new CopyOnWriteArrayList<>();

  void add(SampleListener listener) {
    ears.add(new Ear(listener, new AtomicBoolean()));
  }

  void remove(SampleListener listener) {
    ears.removeIf(ear -> ear.listener() == listener);
  }

  void sampled(Device device, DeviceModel model, List<Sample> samples) {
    for (Ear ear : ears) {
      ear.tell(listener -> listener.sampled(device, model, samples));
    }
  }

  void removed(NamespacedName device) {
    for (Ear ear : ears) {
      ear.tell(listener -> listener.removed(device));
    }
  }

  /** A listener, and whether it was complained of. */
  private record Ear(SampleListener listener, AtomicBoolean complained) {

    private void tell(Consumer<SampleListener> call) {
      try {
        call.accept(listener);
      } catch (RuntimeException | Error e) {
        if (complained.compareAndSet(false, true)) {
          log.warn("sample listener {} failed; it goes on being told", listener, e);
        }
      }
    }
  }
}

package io.margay.dmi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Tells those who listen what devices say; the mistake of one of them concerns nobody else. For
 * whoever runs mappers. Any thread may call it, as {@link SampleListener} allows.
 */
public final class SampleListeners {
  private final List<Ear> ears = new CopyOnWriteArrayList<>();
  private final BiConsumer<SampleListener, Throwable> complaints;

  /**
   * @param complaints hears of the first mistake of each listener; it goes on being told
   */
  public SampleListeners(BiConsumer<SampleListener, Throwable> complaints) {
    this.complaints = requireNonNull(complaints, "complaints");
  }

  /** Somebody listens from now on. */
  public void add(SampleListener listener) {
    ears.add(new Ear(listener, new AtomicBoolean()));
  }

  /** Somebody listens no more. */
  public void remove(SampleListener listener) {
    ears.removeIf(ear -> ear.listener() == listener);
  }

  /** As {@link SampleListener#sampled}, to each. */
  public void sampled(Device device, DeviceModel model, List<Sample> samples) {
    ears.forEach(ear -> tell(ear, listener -> listener.sampled(device, model, samples)));
  }

  /** As {@link SampleListener#removed}, to each. */
  public void removed(NamespacedName device) {
    ears.forEach(ear -> tell(ear, listener -> listener.removed(device)));
  }

  private void tell(Ear ear, Consumer<SampleListener> call) {
    try {
      call.accept(ear.listener());
    } catch (RuntimeException | Error e) {
      if (ear.complained().compareAndSet(false, true)) {
        complaints.accept(ear.listener(), e);
      }
    }
  }

  /** A listener, and whether it was complained of. */
  private record Ear(SampleListener listener, AtomicBoolean complained) {}
}

package io.margay.edged.internal.sync;

import io.margay.edged.engine.ContainerEngine;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The container engines of this machine, and which of them runs the pods: the highest ranking. */
@Component(service = Engines.class)
public final class Engines {
  private final NavigableMap<ServiceReference<ContainerEngine>, ContainerEngine> engines =
      new TreeMap<>(Comparator.naturalOrder());
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<ContainerEngine> current = Optional.empty();

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "engineWent")
  void engineCame(ServiceReference<ContainerEngine> reference, ContainerEngine engine) {
    synchronized (engines) {
      engines.put(reference, engine);
      choose();
    }
    tell();
  }

  void engineWent(ServiceReference<ContainerEngine> reference) {
    synchronized (engines) {
      engines.remove(reference);
      choose();
    }
    tell();
  }

  private void choose() {
    Map.Entry<?, ContainerEngine> best = engines.lastEntry();
    current = best == null ? Optional.empty() : Optional.of(best.getValue());
  }

  private void tell() {
    listeners.forEach(Runnable::run);
  }

  /** The engine that runs the pods; nothing when the machine has none. */
  public Optional<ContainerEngine> current() {
    return current;
  }

  /**
   * Tells when the engine is another one.
   *
   * @return ends the telling
   */
  Runnable listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}

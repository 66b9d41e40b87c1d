package io.margay.itest.bench;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.SampleListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * The subscriber inside a node's JVM: counts samples, and those that are missing by their sequence
 * numbers. {@link GaugeJar} makes a bundle of it; the system property {@code margay.gauge} names
 * the file that its figures are in, new each second.
 */
public final class Gauge implements BundleActivator, SampleListener {
  private static final int EVERY_MILLIS = 1_000;

  private final LongAdder samples = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder bad = new LongAdder();
  private final Map<NamespacedName, Map<String, long[]>> last = new ConcurrentHashMap<>();
  private final Thread writer = new Thread(this::write, "gauge");

  @Override
  public void start(BundleContext context) {
    context.registerService(SampleListener.class, this, null);
    writer.setDaemon(true);
    writer.start();
  }

  @Override
  public void stop(BundleContext context) {
    writer.interrupt();
  }

  @Override
  public void sampled(Device device, DeviceModel model, List<Sample> told) {
    Map<String, long[]> sequences = last.computeIfAbsent(device.key(), key -> new HashMap<>());
    for (Sample sample : told) {
      long[] before =
          sequences.computeIfAbsent(
              sample.property(), property -> new long[] {sample.sequence() - 1});
      lost.add(sample.sequence() - before[0] - 1);
      before[0] = sample.sequence();
      if (sample.quality() == Quality.BAD) {
        bad.increment();
      }
    }
    samples.add(told.size());
  }

  @Override
  public void removed(NamespacedName device) {
    last.remove(device);
  }

  private void write() {
    Path file = Path.of(System.getProperty("margay.gauge"));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      while (true) {
        Files.writeString(fresh, samples.sum() + " " + lost.sum() + " " + bad.sum() + "\n");
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        Thread.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

package io.margay.mapper.internal.device;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.driver.Capability;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceLink;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverDescription;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.SubscriptionSink;
import io.margay.dmi.driver.WriteResult;
import io.margay.mapper.internal.swap.DriverEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.osgi.framework.Version;

/** A driver whose devices are maps, and whose misbehaviour a test can choose. */
final class FakeDriver implements DeviceDriver {
  /** Something that happens instead of, or before, the normal course of a call. */
  interface Twist {
    void apply() throws DriverException;
  }

  /** How one property answers. */
  interface Answer {
    void give(PropertySpec property, ReadingSink sink);
  }

  static final Twist NONE = () -> {};

  final Map<String, Object> values = new ConcurrentHashMap<>();
  final Map<String, Answer> answers = new ConcurrentHashMap<>();
  final Map<String, String> writeFailures = new ConcurrentHashMap<>();
  final List<String> journal = new CopyOnWriteArrayList<>();
  final AtomicInteger open = new AtomicInteger();
  volatile Twist onOpen = NONE;
  volatile Twist onRead = NONE;
  volatile Twist onWrite = NONE;
  volatile Twist onInvoke = NONE;
  volatile Twist onPlan = NONE;
  volatile Twist afterRead = NONE;
  volatile List<Problem> problems = List.of();
  volatile RuntimeException onValidate;
  volatile boolean nullPlan;
  volatile boolean tellsOfNull;
  volatile Twist onClose = NONE;
  volatile Set<Capability> capabilities = Set.of();
  volatile Consumer<NamespacedName> validating = device -> {};
  final List<String> plans = new CopyOnWriteArrayList<>();
  volatile Consumer<String> timeline = entry -> {};
  volatile Map<String, Object> handedOver = Map.of();
  volatile DriverState restored = DriverState.NONE;
  volatile Twist onHandOver = NONE;
  volatile Twist onProbe = NONE;
  volatile Set<String> told = Set.of();
  volatile SubscriptionSink sink;
  volatile String scheme = "fake://";
  private final int version;

  FakeDriver() {
    this(1);
  }

  /**
   * @param version a higher one succeeds a lower one
   */
  FakeDriver(int version) {
    this.version = version;
  }

  DriverEntry entry() {
    return new DriverEntry(
        "fake", this, "io.margay.driver.fake", new Version(version, 0, 0), version, version);
  }

  @Override
  public DriverDescription describe() {
    return new DriverDescription(
        "fake",
        "Fake",
        List.of(),
        List.of(),
        told.isEmpty() ? capabilities : Set.of(Capability.SUBSCRIBE));
  }

  @Override
  public List<Problem> validate(DeviceSpec device) {
    validating.accept(device.device());
    if (onValidate != null) {
      throw onValidate;
    }
    return problems;
  }

  @Override
  public DeviceLink link(DeviceSpec device) {
    return new DeviceLink(
        scheme + device.settings().getOrDefault("wire", device.device()),
        device.settings().containsKey("exclusive"));
  }

  @Override
  public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
      throws DriverException {
    note("open " + device.device().name());
    this.restored = restored;
    onOpen.apply();
    open.incrementAndGet();
    return new Session(device);
  }

  private void note(String entry) {
    journal.add(entry);
    timeline.accept("v" + version + " " + entry);
  }

  long count(String call) {
    return journal.stream().filter(entry -> entry.startsWith(call)).count();
  }

  private record Plan(List<PropertySpec> properties) implements ReadPlan {
    @Override
    public int requests() {
      return 1;
    }
  }

  private final class Session implements DeviceSession {
    private final DeviceSpec device;

    private Session(DeviceSpec device) {
      this.device = device;
    }

    @Override
    public ReadPlan plan(List<PropertySpec> properties) {
      plans.add(properties.stream().map(PropertySpec::name).toList().toString());
      try {
        onPlan.apply();
      } catch (DriverException e) {
        throw new IllegalStateException(e);
      }
      return nullPlan ? null : new Plan(properties);
    }

    @Override
    public void read(ReadPlan plan, ReadingSink sink, Deadline deadline) throws DriverException {
      List<String> names = ((Plan) plan).properties().stream().map(PropertySpec::name).toList();
      note("read " + device.device().name() + " " + names);
      onRead.apply();
      for (PropertySpec property : ((Plan) plan).properties()) {
        Answer answer = answers.get(property.name());
        if (answer != null) {
          answer.give(property, sink);
        } else {
          sink.good(property, values.getOrDefault(property.name(), 0));
        }
      }
      afterRead.apply();
    }

    @Override
    public List<WriteResult> write(List<PropertyWrite> writes, Deadline deadline)
        throws DriverException {
      List<WriteResult> results = new ArrayList<>();
      for (PropertyWrite write : writes) {
        note("write " + write.property().name() + "=" + write.value());
      }
      onWrite.apply();
      for (PropertyWrite write : writes) {
        String failure = writeFailures.get(write.property().name());
        if (failure == null) {
          values.put(write.property().name(), write.value());
        }
        results.add(failure == null ? WriteResult.DONE : WriteResult.failed(failure));
      }
      return results;
    }

    @Override
    public DriverState handOver(Deadline deadline) throws DriverException {
      note("handOver " + device.device().name());
      onHandOver.apply();
      return new DriverState(1, handedOver);
    }

    @Override
    public void probe(Deadline deadline) throws DriverException {
      note("probe " + device.device().name());
      onProbe.apply();
    }

    @Override
    public List<PropertySpec> subscribe(
        List<PropertySpec> properties, SubscriptionSink listener, Deadline deadline) {
      note("subscribe " + device.device().name());
      sink = listener;
      if (tellsOfNull) {
        return Collections.singletonList(null);
      }
      return properties.stream().filter(property -> told.contains(property.name())).toList();
    }

    @Override
    public Map<String, Object> invoke(
        String method, Map<String, Object> arguments, Deadline deadline) throws DriverException {
      journal.add("invoke " + method + arguments);
      onInvoke.apply();
      return Map.of("echo", arguments.size());
    }

    @Override
    public void close() {
      open.decrementAndGet();
      note("close " + device.device().name());
      try {
        onClose.apply();
      } catch (DriverException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

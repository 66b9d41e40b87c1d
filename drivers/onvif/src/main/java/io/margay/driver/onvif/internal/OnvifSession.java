package io.margay.driver.onvif.internal;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.SubscriptionSink;
import io.margay.dmi.driver.WriteResult;
import io.margay.driver.onvif.internal.camera.Camera;
import io.margay.driver.onvif.internal.camera.Operations;
import io.margay.driver.onvif.internal.events.EventSubscriber;
import io.margay.driver.onvif.internal.events.EventWaiter;
import io.margay.driver.onvif.internal.soap.CameraFault;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conversation with one camera. */
final class OnvifSession implements DeviceSession {
  private static final Duration SUBSCRIPTION = Duration.ofSeconds(60);
  private static final int SCHEMA = 1;
  private static final String SERVICES = "services";

  private final Camera camera;
  private final Operations operations;
  private final QuestionReader questions;
  private final PropertyWriter writer;
  private final EventSubscriber events;
  private final Recordings recordings;
  private final ItemReader items = new ItemReader();

  /** By {@link PropertySpec#index()}; made anew when the property has changed. */
  private final Map<Integer, Item> known = new HashMap<>();

  private @Nullable Listening listening;

  OnvifSession(NamespacedName device, Camera camera, EventWaiter waiter) {
    this.camera = camera;
    this.events = new EventSubscriber(camera, waiter, SUBSCRIPTION);
    this.operations = new Operations(camera);
    this.recordings = new Recordings(device, camera, operations);
    this.questions = new QuestionReader(operations);
    this.writer = new PropertyWriter(operations);
  }

  @Override
  public ReadPlan plan(List<PropertySpec> properties) {
    return OnvifReadPlan.of(properties.stream().map(this::item).toList());
  }

  @Override
  public void read(ReadPlan plan, ReadingSink sink, Deadline deadline) throws DriverException {
    OnvifReadPlan own = (OnvifReadPlan) plan;
    for (Map.Entry<Item.Question, List<Item.Asked>> question : own.questions().entrySet()) {
      questions.read(question.getKey(), question.getValue(), sink, deadline);
    }
    own.told().forEach(item -> Listening.read(listening, item, sink));
    for (Item.Recorded item : own.recorded()) {
      recordings.read(item, sink, deadline);
    }
  }

  @Override
  public List<WriteResult> write(List<PropertyWrite> writes, Deadline deadline)
      throws DriverException {
    return writer.write(
        writes.stream()
            .map(write -> new PropertyWriter.Wanted(item(write.property()), write))
            .toList(),
        deadline);
  }

  @Override
  public Map<String, Object> invoke(String method, Map<String, Object> arguments, Deadline deadline)
      throws DriverException {
    try {
      return operations.run(method, arguments, deadline);
    } catch (CameraFault e) {
      throw new DriverException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A camera that has no events, or wants none subscribed to, is asked for the rest as ever. */
  @Override
  public List<PropertySpec> subscribe(
      List<PropertySpec> properties, SubscriptionSink sink, Deadline deadline)
      throws DriverException {
    List<Item.Told> told = OnvifReadPlan.of(properties.stream().map(this::item).toList()).told();
    events.end();
    listening = null;
    if (told.isEmpty()) {
      return List.of();
    }
    Listening fresh = new Listening(camera, told, sink);
    try {
      events.subscribe(told.stream().map(Item.Told::topic).toList(), fresh, deadline);
    } catch (CameraFault cannot) {
      return List.of();
    }
    listening = fresh;
    return told.stream().map(Item.Told::property).toList();
  }

  @Override
  public void probe(Deadline deadline) throws DriverException {
    camera.probe(deadline);
  }

  @Override
  public DriverState handOver(Deadline deadline) {
    return new DriverState(SCHEMA, Map.of(SERVICES, camera.knownServices()));
  }

  /** The addresses in a state that an earlier session handed over; none when it is not ours. */
  static Map<String, String> servicesOf(DriverState restored) {
    Map<String, String> services = new HashMap<>();
    if (restored.schema() == SCHEMA && restored.values().get(SERVICES) instanceof Map<?, ?> told) {
      told.forEach((namespace, address) -> services.put("" + namespace, "" + address));
    }
    return services;
  }

  @Override
  public void close() {
    recordings.close();
    events.end();
    camera.close();
  }

  private Item item(PropertySpec property) {
    Item there = known.get(property.index());
    if (there != null && there.property().equals(property)) {
      return there;
    }
    Item fresh = items.read(property, OnvifSession::refuse).orElseThrow();
    known.put(property.index(), fresh);
    return fresh;
  }

  private static void refuse(Problem problem) {
    throw new IllegalArgumentException(problem.toString());
  }
}

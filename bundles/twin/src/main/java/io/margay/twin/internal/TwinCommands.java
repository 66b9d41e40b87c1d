package io.margay.twin.internal;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.service.command.Descriptor;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shell view of the twins: {@code device:list}, {@code device:get}, {@code device:set}. */
@Component(
    service = TwinCommands.class,
    property = {
      "osgi.command.scope=device",
      "osgi.command.function=list",
      "osgi.command.function=get",
      "osgi.command.function=set"
    })
public final class TwinCommands {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final DeviceTwins twins;

  @Activate
  public TwinCommands(@Reference DeviceTwins twins) {
    this.twins = twins;
  }

  /** A device in a list. */
  public record DeviceRow(
      String namespace,
      String name,
      String protocol,
      String state,
      int properties,
      @Nullable Instant lastReport,
      @Nullable String message) {}

  /** A device, looked at closely. */
  public record DeviceDetails(
      String device,
      String protocol,
      String state,
      @Nullable String message,
      @Nullable Instant since,
      @Nullable Instant lastOnline,
      @Nullable Instant lastReport,
      List<PropertyRow> properties) {}

  /**
   * A property in a list.
   *
   * @param delta whether it is not what is desired
   * @param tries how often the device was given the desired value
   */
  public record PropertyRow(
      String property,
      String value,
      String unit,
      @Nullable Quality quality,
      @Nullable Instant time,
      @Nullable String desired,
      @Nullable Instant desiredAt,
      @Nullable String delta,
      @Nullable Integer tries,
      @Nullable Instant nextTry,
      String access,
      @Nullable Long sequence,
      @Nullable String message) {}

  @Descriptor("Lists the devices and how they are. Example: device:list")
  public List<DeviceRow> list() {
    return twins.all().stream().map(TwinCommands::row).toList();
  }

  @Descriptor(
      "Shows how a device is, and its properties: what they are and what they should be. "
          + "Example: device:get press")
  public DeviceDetails get(
      @Descriptor("name, or namespace/name when it is not in namespace default") String device) {
    DeviceTwin twin = twin(device);
    DeviceCondition condition = twin.condition();
    return new DeviceDetails(
        twin.key().toString(),
        twin.protocol(),
        condition.state().toString(),
        condition.reason(),
        condition.since(),
        condition.lastOnline(),
        twin.lastReport(),
        twin.properties().stream().map(TwinCommands::row).toList());
  }

  @Descriptor(
      "Sets the desired value of a property and waits until the device has it. "
          + "Example: device:set press speed-setpoint 1200")
  public String set(
      @Descriptor("name, or namespace/name when it is not in namespace default") String device,
      @Descriptor("name of the property") String property,
      @Descriptor("the desired value") String value)
      throws InterruptedException {
    DeviceTwin twin = twin(device);
    if (twin.property(property).isEmpty()) {
      throw new IllegalArgumentException(
          "device "
              + twin.key()
              + " has no property "
              + property
              + "; it has "
              + String.join(", ", twin.properties().stream().map(PropertyView::name).toList()));
    }
    CompletableFuture<DesiredOutcome> outcome = twins.outcome(twin.key(), property, value);
    try {
      twins.update(twin.key(), TwinUpdate.wish(property, value));
      String failure = outcome.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).failure();
      if (failure != null) {
        throw new IllegalStateException(
            property + " did not become " + value + ": " + failure + "; the wish stands");
      }
      return property + " is set to " + value;
    } catch (RefusedUpdateException e) {
      throw new IllegalArgumentException(e.reason(), e);
    } catch (TimeoutException e) {
      return property
          + " is wished to be "
          + value
          + "; the device has not taken it yet ("
          + twin.condition().state()
          + ")";
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      outcome.cancel(false);
    }
  }

  private DeviceTwin twin(String device) {
    int slash = device.indexOf('/');
    NamespacedName name =
        slash < 0
            ? new NamespacedName("default", device)
            : new NamespacedName(device.substring(0, slash), device.substring(slash + 1));
    return twins
        .twin(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no device " + name + "; device:list shows those that there are"));
  }

  private static DeviceRow row(DeviceTwin twin) {
    DeviceCondition condition = twin.condition();
    return new DeviceRow(
        twin.key().namespace(),
        twin.key().name(),
        twin.protocol(),
        condition.state().toString(),
        twin.properties().size(),
        twin.lastReport(),
        condition.reason());
  }

  private static PropertyRow row(PropertyView property) {
    Reading actual = property.actual();
    Expected expected = property.expected();
    Attempt attempt = property.attempt();
    return new PropertyRow(
        property.name(),
        actual == null ? "" : actual.text(),
        property.unit(),
        actual == null ? null : actual.quality(),
        actual == null ? null : actual.time(),
        expected == null ? null : expected.value(),
        expected == null ? null : expected.since(),
        property.differs() ? "yes" : null,
        attempt == null ? null : attempt.made(),
        attempt == null ? null : attempt.next(),
        property.readOnly() ? "ReadOnly" : "ReadWrite",
        actual == null ? null : actual.sequence(),
        message(property, actual));
  }

  private static @Nullable String message(PropertyView property, @Nullable Reading actual) {
    if (property.failure() != null) {
      return "not "
          + (property.expected() == null ? "set" : property.expected().value())
          + ": "
          + property.failure();
    }
    return actual == null ? null : actual.reason();
  }
}

package io.margay.mapper.internal;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.DeviceAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Shell view of devices themselves: {@code device:read}, {@code device:write}, {@code device:call},
 * {@code device:history}.
 */
@Component(
    service = DeviceAccessCommands.class,
    property = {
      "osgi.command.scope=device",
      "osgi.command.function=read",
      "osgi.command.function=write",
      "osgi.command.function=call",
      "osgi.command.function=history"
    })
public final class DeviceAccessCommands {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NAME = "name, or namespace/name when it is not in namespace default";

  private final DeviceAccess access;

  @Activate
  public DeviceAccessCommands(@Reference DeviceAccess access) {
    this.access = access;
  }

  /** A reading in a list. */
  public record SampleRow(
      String property,
      String value,
      Quality quality,
      Instant time,
      long sequence,
      @Nullable String message) {}

  /** What a method answered, in a list. */
  public record AnswerRow(String name, String value) {}

  @Descriptor(
      "Reads a property from the device now, before the polls that wait. "
          + "Example: device:read press temperature")
  public SampleRow read(
      @Descriptor("Take a value that was read already if it is not older, in ms")
          @Parameter(
              names = {"-a", "--max-age"},
              absentValue = "0")
          long maxAge,
      @Descriptor(NAME) String device,
      @Descriptor("name of the property") String property)
      throws InterruptedException {
    return row(awaited(access.read(name(device), property, Duration.ofMillis(maxAge))));
  }

  @Descriptor(
      "Writes a value once, without making it the desired one. "
          + "Example: device:write press speed-setpoint 1200")
  public String write(
      @Descriptor(NAME) String device,
      @Descriptor("name of the property") String property,
      @Descriptor("the value") String value)
      throws InterruptedException {
    DesiredOutcome outcome = awaited(access.write(name(device), Map.of(property, value))).get(0);
    if (outcome.failure() != null) {
      throw new IllegalStateException(
          property + " did not become " + value + ": " + outcome.failure());
    }
    return property + " is written " + value;
  }

  @Descriptor(
      "Calls a method of a device and shows what it answers. "
          + "Example: device:call press start speed-setpoint=1200")
  public Object call(
      @Descriptor(NAME) String device,
      @Descriptor("name of the method") String method,
      @Descriptor("arguments, each as name=value") String... arguments)
      throws InterruptedException {
    Map<String, Object> answer =
        awaited(access.call(name(device), method, KeyValues.of(arguments)));
    return answer.isEmpty()
        ? method + " is done"
        : answer.entrySet().stream()
            .map(entry -> new AnswerRow(entry.getKey(), text(entry.getValue())))
            .toList();
  }

  @Descriptor(
      "Shows what was read of a property lately, the oldest first. "
          + "Example: device:history press temperature")
  public List<SampleRow> history(
      @Descriptor(NAME) String device, @Descriptor("name of the property") String property) {
    try {
      return access.history(name(device), property).stream()
          .map(DeviceAccessCommands::row)
          .toList();
    } catch (AccessException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static NamespacedName name(String device) {
    int slash = device.indexOf('/');
    return slash < 0
        ? new NamespacedName("default", device)
        : new NamespacedName(device.substring(0, slash), device.substring(slash + 1));
  }

  private static <T> T awaited(CompletionStage<T> stage) throws InterruptedException {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no answer within " + PATIENCE.toSeconds() + " s; the request goes on", e);
    }
  }

  private static SampleRow row(Sample sample) {
    return new SampleRow(
        sample.property(),
        sample.value() == null ? "" : text(sample.value()),
        sample.quality(),
        sample.time(),
        sample.sequence(),
        sample.reason());
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : String.valueOf(value);
  }
}

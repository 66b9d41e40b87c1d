package io.margay.deviceapi.internal;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.access.AccessException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads and writes properties for a caller who waits. */
final class Properties {
  private final Served served;
  private final Clock clock;

  Properties(Served served, Clock clock) {
    this.served = served;
    this.clock = clock;
  }

  CompletionStage<Reply> read(NamespacedName device, String property, Request request) {
    Duration maxAge = request.allowing("maxAge").maxAge();
    served.withProperty(device, property);
    return served
        .access()
        .read(device, property, maxAge)
        .thenApply(sample -> reply(reading(device, sample)));
  }

  private static Reply reply(Reading reading) {
    Sample sample = reading.sample();
    return Reply.of(
        sample.quality() == Quality.BAD ? 503 : 200,
        json -> {
          if (sample.reason() != null) {
            json.writeStringField("Message", sample.reason());
          }
          json.writeFieldName("Data");
          reading.write(json);
        });
  }

  /** All properties; one that cannot be read is there with its reason and takes none along. */
  CompletionStage<Reply> readAll(NamespacedName device, Request request) {
    Duration maxAge = request.allowing("maxAge").maxAge();
    List<CompletableFuture<Reading>> readings =
        served.device(device).properties().stream()
            .map(property -> readOne(device, property, maxAge))
            .toList();
    return CompletableFuture.allOf(readings.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done ->
                Reply.of(
                    json -> {
                      json.writeArrayFieldStart("Data");
                      for (CompletableFuture<Reading> reading : readings) {
                        reading.join().write(json);
                      }
                      json.writeEndArray();
                    }));
  }

  private CompletableFuture<Reading> readOne(
      NamespacedName device, DeviceProperty property, Duration maxAge) {
    return served
        .access()
        .read(device, property.name(), maxAge)
        .exceptionally(failure -> unread(property.name(), failure))
        .thenApply(sample -> reading(device, sample))
        .toCompletableFuture();
  }

  private Sample unread(String property, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof AccessException known) {
      return new Sample(
          property, null, Quality.BAD, String.valueOf(known.getMessage()), clock.instant(), 0);
    }
    throw new CompletionException(cause);
  }

  private Reading reading(NamespacedName device, Sample sample) {
    return new Reading(device, served.type(device, sample.property()), sample);
  }

  CompletionStage<Reply> write(NamespacedName device, String property, Request request) {
    request.allowing();
    served.withProperty(device, property);
    request.onlyField("value");
    String text = scalar("value", request.body().get("value"));
    return served
        .access()
        .write(device, Map.of(property, text))
        .thenApply(outcomes -> written(device, text, outcomes));
  }

  private static Reply written(NamespacedName device, String text, List<DesiredOutcome> outcomes) {
    for (DesiredOutcome outcome : outcomes) {
      if (outcome.failure() != null) {
        return Reply.message(503, "%s: %s".formatted(outcome.property(), outcome.failure()));
      }
    }
    return Reply.message(200, "Write data %s to device %s successfully.".formatted(text, device));
  }

  private static String scalar(String field, @Nullable Object value) {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return ValueText.of(value, null);
    }
    throw new ApiException(
        400,
        "%s: found %s, expected text, a number or a truth value, as in {\"value\":\"12.5\"}"
            .formatted(
                field, value == null ? "nothing" : value instanceof List ? "a list" : "an object"));
  }
}

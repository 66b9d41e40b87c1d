package io.margay.edged.internal.pod;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the probes and hooks of one container. */
final class HandlerReader {
  private static final int MOST_SECONDS = Integer.MAX_VALUE;
  private static final int MOST_PORT = 65_535;

  private final List<ContainerPort> ports;

  /**
   * @param ports by whose names a handler may call them
   */
  HandlerReader(List<ContainerPort> ports) {
    this.ports = ports;
  }

  /**
   * @param onlyOnce whether one success is enough, as it must be of startup and liveness
   */
  @Nullable Probe probe(Optional<FieldReader> field, boolean onlyOnce) {
    if (field.isEmpty()) {
      return null;
    }
    FieldReader probe = field.get();
    Handler handler = handler(probe, false);
    if (handler == null) {
      return null;
    }
    int successes = (int) probe.integer("successThreshold", 1, 1, Integer.MAX_VALUE);
    if (onlyOnce && successes != 1) {
      probe.wrong("successThreshold", "1");
    }
    Long grace = probe.integer("terminationGracePeriodSeconds", 1, MOST_SECONDS);
    return new Probe(
        handler,
        seconds(probe, "initialDelaySeconds", 0, 0),
        seconds(probe, "periodSeconds", 10, 1),
        seconds(probe, "timeoutSeconds", 1, 1),
        successes,
        (int) probe.integer("failureThreshold", 3, 1, Integer.MAX_VALUE),
        grace == null ? null : Duration.ofSeconds(grace));
  }

  @Nullable Handler hook(Optional<FieldReader> hook) {
    return hook.map(field -> handler(field, true)).orElse(null);
  }

  private @Nullable Handler handler(FieldReader holder, boolean hook) {
    String last = hook ? "sleep" : "grpc";
    List<String> kinds = List.of("exec", "httpGet", "tcpSocket", last);
    List<String> named = kinds.stream().filter(holder::has).toList();
    if (named.size() != 1) {
      holder.wrong(named.isEmpty() ? "exec" : named.get(1), "one of " + String.join(", ", kinds));
      return null;
    }
    FieldReader field = holder.object(named.get(0));
    return switch (named.get(0)) {
      case "exec" -> exec(field);
      case "httpGet" -> httpGet(field);
      case "tcpSocket" -> new Handler.TcpSocket(field.text("host"), port(field));
      case "grpc" ->
          new Handler.Grpc(number(field, "a number from 1 to " + MOST_PORT), field.text("service"));
      default -> new Handler.Sleep(seconds(field, "seconds", 0, 0));
    };
  }

  private static Handler exec(FieldReader field) {
    List<String> command = field.texts("command");
    if (command.isEmpty()) {
      field.wrong("command", "a program and its arguments");
    }
    return new Handler.Exec(command);
  }

  private Handler httpGet(FieldReader field) {
    List<Handler.HttpGet.Header> headers = new ArrayList<>();
    for (FieldReader header : field.objects("httpHeaders")) {
      headers.add(new Handler.HttpGet.Header(header.required("name"), header.text("value")));
    }
    String path = field.text("path");
    boolean https =
        field.choice("scheme", Words.ordered("HTTP", false, "HTTPS", true), Boolean.FALSE);
    return new Handler.HttpGet(
        field.text("host"), port(field), path.startsWith("/") ? path : "/" + path, https, headers);
  }

  private static int number(FieldReader field, String expected) {
    int port = (int) field.integer("port", 0, 1, MOST_PORT);
    if (!field.has("port")) {
      field.wrong("port", expected);
    }
    return port;
  }

  private int port(FieldReader field) {
    if (!(field.data().get("port") instanceof String name)) {
      return number(field, "a port's number or name");
    }
    for (ContainerPort port : ports) {
      if (port.name().equals(name)) {
        return port.containerPort();
      }
    }
    field.wrong("port", "a number, or one of " + ports.stream().map(ContainerPort::name).toList());
    return 0;
  }

  private static Duration seconds(FieldReader field, String name, long missing, long least) {
    return Duration.ofSeconds(field.integer(name, missing, least, MOST_SECONDS));
  }
}

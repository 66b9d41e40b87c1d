package io.margay.edged.internal.server;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.internal.pod.PodLabels;
import io.margay.edged.internal.pod.PodTypes;
import io.margay.meta.MetaStore;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceList;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A server on any port, over one pod {@code plant/press} with one container {@code a}. */
final class TestServer {
  static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  static final String TOKEN = "0123456789abcdef";
  static final Container PRESS =
      new Container(
          "c1",
          "s1",
          "a",
          0,
          "image",
          ContainerState.RUNNING,
          NOON,
          Map.of(
              PodLabels.POD_NAMESPACE,
              "plant",
              PodLabels.POD_NAME,
              "press",
              PodLabels.POD_UID,
              "u1"),
          Map.of());

  private TestServer() {}

  static NodeServer open(Path folder, String token, Supplier<ContainerEngine> engine)
      throws IOException {
    Routes routes =
        new Routes(
            token,
            meta(),
            new Summary("edge-1", folder, () -> Optional.of(engine.get()), InstantSource.system()),
            new ContainerFinder(() -> Optional.of(engine.get())),
            InstantSource.fixed(NOON.plusSeconds(30)));
    return NodeServer.open(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), routes);
  }

  interface Answers {
    Object to(String method, List<Object> arguments);
  }

  /** An engine that has the container, and answers other questions as a test says. */
  static ContainerEngine engine(Answers others) {
    return answering(
        ContainerEngine.class,
        (method, arguments) ->
            switch (method) {
              case "containers" ->
                  arguments.get(0).toString().contains(PodLabels.CONTAINER_NAME + "=a")
                      ? List.of(PRESS)
                      : List.of();
              case "sandboxes" ->
                  arguments.get(0).toString().contains("press")
                      ? List.of(sandbox("s0", false), sandbox("s1", true))
                      : List.of();
              default -> others.to(method, arguments);
            });
  }

  private static Sandbox sandbox(String id, boolean ready) {
    return new Sandbox(
        id, new PodIdentity("plant", "press", "u1"), 0, ready, NOON, Map.of(), Map.of());
  }

  static MetaStore meta() {
    Resource press =
        new Resource(
            PodTypes.pod("plant", "press"),
            "u1",
            Owner.MANIFEST,
            1,
            1,
            Map.of(),
            NOON,
            "{\"metadata\":{\"name\":\"press\"},\"spec\":{}}",
            "{\"phase\":\"Running\"}");
    return answering(MetaStore.class, (method, arguments) -> new ResourceList(List.of(press), 1));
  }

  private static <T> T answering(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                answers.to(method.getName(), arguments == null ? List.of() : List.of(arguments))));
  }
}

package io.margay.itest.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.margay.itest.support.Await;

/** Whole lives of pods that use what pods can leave behind: volumes, memory, ports, limits. */
public final class PodLives {
  private static final int FIRST_PORT = 20_000;

  private final PodNode pods;
  private final PodApi api;

  public PodLives(PodNode pods) {
    this.pods = pods;
    this.api = new PodApi(pods);
    pods.node()
        .apply(
            "inputs.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {color: blue}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: keys}
            stringData: {password: ocelot}
            """);
  }

  /** Has so many pods run at once, and deletes them; returns when their containers are gone. */
  public void live(int count) {
    for (int i = 0; i < count; i++) {
      apply(i);
    }
    Await.until(
        count + " pods to run",
        () -> {
          JsonNode items = api.get("pods").path("items");
          assertThat(items).hasSize(count);
          assertThat(items)
              .allSatisfy(pod -> assertThat(pod.at("/status/phase").asText()).isEqualTo("Running"));
        });
    for (int i = 0; i < count; i++) {
      pods.node().unapply("life-" + i + ".yaml");
    }
    Await.until("the containers to be gone", () -> assertThat(Processes.keepers(pods)).isEmpty());
  }

  private void apply(int number) {
    pods.apply(
        "life-" + number,
        PodNode.FOREVER,
        """
            ports: [{containerPort: 80, hostPort: %d}]
            resources: {limits: {memory: 32Mi}}
            volumeMounts:
            - {name: keys, mountPath: /keys}
            - {name: settings, mountPath: /settings/color, subPath: color}
            - {name: memory, mountPath: /memory}
        """
            .formatted(FIRST_PORT + number),
        """
          volumes:
          - {name: keys, secret: {secretName: keys}}
          - {name: settings, configMap: {name: settings}}
          - {name: memory, emptyDir: {medium: Memory}}
        """);
  }
}

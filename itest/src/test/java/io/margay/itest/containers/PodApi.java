package io.margay.itest.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.margay.itest.support.Await;
import java.util.List;

/** What the API of a node tells of its pods. */
public final class PodApi {
  private static final String URL = "http://127.0.0.1:10350/";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> LISTS =
      List.of("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses");

  private final PodNode pods;

  public PodApi(PodNode pods) {
    this.pods = pods;
  }

  /** A JSON answer. */
  public JsonNode get(String path) {
    try {
      return JSON.readTree(pods.fetch(URL + path));
    } catch (JsonProcessingException e) {
      throw new AssertionError(path, e);
    }
  }

  /** A pod with its status. */
  public JsonNode pod(String name) {
    for (JsonNode pod : get("pods").path("items")) {
      if (pod.at("/metadata/name").asText().equals(name)) {
        return pod;
      }
    }
    throw new AssertionError("there is no pod " + name);
  }

  public JsonNode status(String pod) {
    return pod(pod).path("status");
  }

  /** The status of one container. */
  public JsonNode container(String pod, String name) {
    JsonNode status = status(pod);
    for (String list : LISTS) {
      for (JsonNode container : status.path(list)) {
        if (container.path("name").asText().equals(name)) {
          return container;
        }
      }
    }
    throw new AssertionError("pod %s has no container %s: %s".formatted(pod, name, status));
  }

  /** Waits until a member of a pod's status, by its JSON pointer, is this text. */
  public JsonNode await(String pod, String pointer, String text) {
    return Await.value(
        "%s%s to be %s".formatted(pod, pointer, text),
        () -> {
          JsonNode status = status(pod);
          assertThat(status.at(pointer).asText()).as(status.toString()).isEqualTo(text);
          return status;
        });
  }

  /** Waits until a member of a container's status, by its JSON pointer, is this text. */
  public JsonNode await(String pod, String container, String pointer, String text) {
    return Await.value(
        "%s/%s%s to be %s".formatted(pod, container, pointer, text),
        () -> {
          JsonNode status = container(pod, container);
          assertThat(status.at(pointer).asText()).as(status.toString()).isEqualTo(text);
          return status;
        });
  }

  /** What a container has written. */
  public String log(String pod, String container) {
    return pods.fetch(URL + "containerLogs/default/" + pod + "/" + container);
  }

  /** What a container has written once there is this text in it. */
  public String awaitLog(String pod, String container, String text) {
    return Await.value(
        "%s/%s to write %s".formatted(pod, container, text),
        () -> {
          String log = log(pod, container);
          assertThat(log).contains(text);
          return log;
        });
  }

  /** What a pod's container {@code main} has written once it says that it is done. */
  public String report(String pod) {
    return awaitLog(pod, "main", "done");
  }
}

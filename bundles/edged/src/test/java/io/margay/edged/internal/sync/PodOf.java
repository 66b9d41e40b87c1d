package io.margay.edged.internal.sync;

import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodReader;
import io.margay.edged.internal.pod.PodTypes;
import io.margay.edged.internal.pod.Problems;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pods for tests. */
final class PodOf {
  private PodOf() {}

  /** A pod as the tables write it. */
  static Pod row(String text) {
    String policy = text.substring(0, text.indexOf(':')).trim();
    String[] halves = text.substring(text.indexOf(':') + 1).split("\\|", -1);
    List<String> more = new ArrayList<>();
    String init = containers(halves[0], more);
    String usual = containers(halves[1], more);
    return json(
        "\"restartPolicy\":\"%s\",\"initContainers\":[%s],\"containers\":[%s]%s"
            .formatted(policy, init, usual, String.join("", more)));
  }

  private static String containers(String words, List<String> more) {
    List<String> containers = new ArrayList<>();
    for (String word : words.trim().split("\\s+")) {
      if (word.startsWith("deadline=")) {
        more.add(",\"activeDeadlineSeconds\":" + word.substring(9));
      } else if (word.startsWith("grace=")) {
        more.add(",\"terminationGracePeriodSeconds\":" + word.substring(6));
      } else if (word.startsWith("debug=")) {
        more.add(
            ",\"ephemeralContainers\":[{\"name\":\"%s\",\"image\":\"b:1\"}]"
                .formatted(word.substring(6)));
      } else if (!word.isEmpty()) {
        containers.add(container(word));
      }
    }
    return String.join(",", containers);
  }

  private static String container(String word) {
    boolean sidecar = word.endsWith("*");
    String name = sidecar ? word.substring(0, word.length() - 1) : word;
    String probe =
        "\"livenessProbe\":{\"exec\":{\"command\":[\"x\"]},\"terminationGracePeriodSeconds\":4}";
    String startup =
        "\"startupProbe\":{\"exec\":{\"command\":[\"x\"]},\"terminationGracePeriodSeconds\":3}";
    String resources = "\"resources\":{\"limits\":{\"memory\":\"64Mi\"}}";
    String policy =
        "\"resizePolicy\":[{\"resourceName\":\"memory\",\"restartPolicy\":\"RestartContainer\"}]";
    return "{\"name\":\"%s\",\"image\":\"b:1\"%s%s}"
        .formatted(
            name,
            sidecar ? ",\"restartPolicy\":\"Always\"" : "",
            switch (name) {
              case "m" -> "," + resources;
              case "p" -> "," + probe + "," + startup;
              case "r" -> "," + resources + "," + policy;
              default -> "";
            });
  }

  /** A pod of a spec's members. */
  static Pod json(String spec) {
    return json(spec, "");
  }

  /** A pod of a spec's and of more metadata's members. */
  static Pod json(String spec, String metadata) {
    Problems problems = new Problems();
    Pod pod = PodReader.read(resource("p", spec, metadata, "u1", 1, null), problems);
    if (!problems.mistakes().isEmpty()) {
      throw new IllegalArgumentException(problems.mistakes().toString());
    }
    return pod;
  }

  static Resource resource(
      String name, String spec, String metadata, String uid, long generation, String status) {
    return new Resource(
        PodTypes.pod("default", name),
        uid,
        Owner.MANIFEST,
        1,
        generation,
        Map.of(),
        PlanRow.NOW,
        content(name, spec, metadata),
        status);
  }

  static String content(String name, String spec, String metadata) {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"default","name":"%s"%s},"spec":{%s}}
        """
        .formatted(name, metadata.isEmpty() ? "" : "," + metadata, spec);
  }
}

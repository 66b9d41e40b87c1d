package io.margay.edged.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodReader;
import io.margay.edged.internal.pod.PodTypes;
import io.margay.edged.internal.pod.Problems;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import java.time.Instant;
import java.util.Map;

/** Pods for tests, from JSON with single quotes for double ones. */
public final class PodJson {
  /** The uid of all of them. */
  public static final String UID = "0a1b2c3d";

  private PodJson() {}

  /** The pod {@code plant/press} with a spec. */
  public static Pod pod(String spec) {
    return pod("{}", spec);
  }

  /** The pod {@code plant/press} with containers alone. */
  public static Pod containers(String containers) {
    return pod("{'containers':[" + containers + "]}");
  }

  /** The pod {@code plant/press} with labels. */
  public static Pod pod(String labels, String spec) {
    String content =
        """
        {"apiVersion":"v1","kind":"Pod",
         "metadata":{"name":"press","namespace":"plant","uid":"%s","labels":%s,
                     "annotations":{"note":"two\\nlines"}},
         "spec":%s}"""
            .formatted(UID, labels.replace('\'', '"'), spec.replace('\'', '"'));
    Problems problems = new Problems();
    Pod pod =
        PodReader.read(
            new Resource(
                PodTypes.pod("plant", "press"),
                UID,
                Owner.MANIFEST,
                1,
                1,
                Map.of(),
                Instant.EPOCH,
                content,
                null),
            problems);
    assertThat(problems.mistakes()).isEmpty();
    assertThat(problems.unsupported()).isEmpty();
    return pod;
  }
}

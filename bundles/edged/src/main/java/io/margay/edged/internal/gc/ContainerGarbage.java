package io.margay.edged.internal.gc;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.internal.pod.PodLabels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which ended containers and sandboxes nobody needs any more. Pure.
 *
 * <p>Of each container of a pod that is wanted, the last one that ended stays, for its log and its
 * status; of its sandboxes the last one, and those that still have containers. Of a pod that is
 * gone nothing stays.
 */
public final class ContainerGarbage {
  private ContainerGarbage() {}

  /**
   * What to remove.
   *
   * @param containers ids, to be removed first
   * @param sandboxes ids of sandboxes in which nothing runs
   */
  public record Garbage(List<String> containers, List<String> sandboxes) {}

  /**
   * Looks through all that this node made.
   *
   * @param pods the uids of the pods that are wanted, or still end
   */
  public static Garbage find(
      List<Container> containers, List<Sandbox> sandboxes, Set<String> pods) {
    List<String> dead = new ArrayList<>();
    Set<String> inUse = new HashSet<>();
    for (List<Container> ofOneName : byPodAndName(containers).values()) {
      int kept = 0;
      ofOneName.sort(Comparator.comparing(Container::created).reversed());
      for (Container container : ofOneName) {
        boolean ended =
            container.state() == ContainerState.EXITED
                || container.state() == ContainerState.UNKNOWN;
        boolean stays = !ended || (pods.contains(uid(container.labels())) && kept++ == 0);
        if (stays) {
          inUse.add(container.sandboxId());
        } else {
          dead.add(container.id());
        }
      }
    }
    return new Garbage(dead, unused(sandboxes, inUse, pods));
  }

  private static List<String> unused(List<Sandbox> sandboxes, Set<String> inUse, Set<String> pods) {
    List<Sandbox> newestFirst = new ArrayList<>(sandboxes);
    newestFirst.sort(Comparator.comparing(Sandbox::created).reversed());
    Set<String> kept = new HashSet<>();
    List<String> unused = new ArrayList<>();
    for (Sandbox sandbox : newestFirst) {
      String uid = sandbox.pod().uid();
      boolean isLast = pods.contains(uid) && kept.add(uid);
      if (!isLast && !sandbox.ready() && !inUse.contains(sandbox.id())) {
        unused.add(sandbox.id());
      }
    }
    return unused;
  }

  private static Map<String, List<Container>> byPodAndName(List<Container> containers) {
    Map<String, List<Container>> groups = new HashMap<>();
    for (Container container : containers) {
      groups
          .computeIfAbsent(
              uid(container.labels()) + "/" + container.name(), name -> new ArrayList<>())
          .add(container);
    }
    return groups;
  }

  private static String uid(Map<String, String> labels) {
    return labels.getOrDefault(PodLabels.POD_UID, "");
  }
}

package io.margay.edged.internal.sync;

import io.margay.edged.engine.ContainerState;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.Quantity;
import io.margay.edged.internal.pod.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the rows of the tables of decisions.
 *
 * <ul>
 *   <li>Pod: {@code Always: i s* | a b}: restart policy, init containers ({@code *} marks a
 *       sidecar), containers; {@code deadline=60} and {@code grace=5} may stand at the end.
 *   <li>There: {@code S0} a ready sandbox of attempt 0, {@code s0} one that is not, {@code S0#} one
 *       of another spec. {@code a:R} a container that runs in the newest sandbox, {@code a:0@5} one
 *       that ended with code 0 five seconds ago, {@code a:1@5+900} after running for 900 s, {@code
 *       a:C} created, {@code a:U} unknown; then {@code /2} its attempt, {@code ^} in an older
 *       sandbox, {@code #} of another definition, {@code %} with other resources: 32 Mi where
 *       {@code m} and {@code r} are to have 64 and others none.
 *   <li>Known: {@code busy=a}, {@code stopping=a}, {@code crash=a:10}, {@code delay=a:5}, {@code
 *       poddelay=5}, {@code resized=a}, {@code resizedelay=5}, {@code failed=a}, {@code
 *       starting=a}, {@code unready=a}, {@code restart=a}, {@code count=a:3}, {@code age=100},
 *       {@code verdict}.
 *   <li>Then: the actions, then {@code wait a=Reason}, {@code again 5}, {@code finished}.
 * </ul>
 */
final class PlanRow {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final Resources SMALL =
      new Resources(Map.of(), Map.of(Resources.MEMORY, Quantity.parse("32Mi").orElseThrow()));

  final Pod pod;
  final PodView view;
  final Circumstances circumstances;
  private final List<SandboxView> sandboxes = new ArrayList<>();
  private final List<ContainerView> containers = new ArrayList<>();

  PlanRow(String pod, String there, String known) {
    this.pod = PodOf.row(pod);
    for (String word : words(there)) {
      if (word.contains(":")) {
        containers.add(container(word));
      } else {
        sandboxes.add(sandbox(word));
      }
    }
    view = new PodView(sandboxes, containers);
    circumstances = circumstances(words(known));
  }

  private static List<String> words(String text) {
    return text == null || text.isBlank() || text.equals("-")
        ? List.of()
        : List.of(text.trim().split("\\s+"));
  }

  private SandboxView sandbox(String word) {
    boolean other = word.endsWith("#");
    int attempt = Integer.parseInt(word.substring(1, word.length() - (other ? 1 : 0)));
    return new SandboxView(
        "S" + attempt,
        attempt,
        word.charAt(0) == 'S',
        NOW.minusSeconds(1000 - attempt),
        other ? "other" : pod.spec().hash(),
        List.of("10.0.0.9"));
  }

  private ContainerView container(String word) {
    String name = word.substring(0, word.indexOf(':'));
    String rest = word.substring(word.indexOf(':') + 1);
    boolean other = rest.contains("#");
    boolean old = rest.contains("^");
    boolean small = rest.contains("%");
    rest = rest.replaceAll("[#^%]", "");
    int attempt = 0;
    if (rest.contains("/")) {
      attempt = Integer.parseInt(rest.substring(rest.indexOf('/') + 1));
      rest = rest.substring(0, rest.indexOf('/'));
    }
    int newest = sandboxes.stream().mapToInt(SandboxView::attempt).max().orElse(0);
    String definition =
        pod.spec().container(name).map(wanted -> wanted.hash()).orElse("unknown container");
    ContainerState state =
        switch (rest.charAt(0)) {
          case 'R' -> ContainerState.RUNNING;
          case 'C' -> ContainerState.CREATED;
          case 'U' -> ContainerState.UNKNOWN;
          default -> ContainerState.EXITED;
        };
    Instant created = NOW.minusSeconds(500 - attempt);
    Instant started = state == ContainerState.CREATED ? null : created;
    Instant finished = null;
    int code = 0;
    if (state == ContainerState.EXITED) {
      String[] parts = rest.split("[@+]");
      code = Integer.parseInt(parts[0]);
      finished = NOW.minusSeconds(Long.parseLong(parts[1]));
      started = finished.minusSeconds(parts.length > 2 ? Long.parseLong(parts[2]) : 3);
    } else if (state == ContainerState.UNKNOWN) {
      finished = NOW.minusSeconds(5);
    }
    return new ContainerView(
        name + attempt,
        "S" + (old ? newest - 1 : newest),
        name,
        attempt,
        state,
        "sha256:1",
        other ? "other" : definition,
        small ? SMALL : resources(name),
        Duration.ofSeconds(7),
        created,
        started,
        finished,
        code,
        "",
        "");
  }

  private Resources resources(String name) {
    return pod.spec().container(name).map(wanted -> wanted.resources()).orElse(Resources.NONE);
  }

  private Circumstances circumstances(List<String> words) {
    Map<String, Resources> resized = new HashMap<>();
    Delay resizeDelay = null;
    Instant started = NOW.minusSeconds(10);
    Set<String> busy = new HashSet<>();
    Set<String> stopping = new HashSet<>();
    Set<String> restarts = new HashSet<>();
    Map<String, Health> health = new HashMap<>();
    Map<String, Duration> crashes = new HashMap<>();
    Map<String, Delay> delays = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    Delay podDelay = null;
    Verdict verdict = null;
    for (String word : words) {
      String[] parts = word.split("[=:]");
      switch (parts[0]) {
        case "busy" -> busy.add(parts[1]);
        case "stopping" -> stopping.add(id(parts[1]));
        case "restart" -> restarts.add(id(parts[1]));
        case "failed" -> health.put(id(parts[1]), new Health(true, true, "liveness probe failed"));
        case "stuck" -> health.put(id(parts[1]), new Health(false, false, "startup probe failed"));
        case "starting" -> health.put(id(parts[1]), new Health(false, false, ""));
        case "unready" -> health.put(id(parts[1]), new Health(true, false, ""));
        case "crash" -> crashes.put(parts[1], seconds(parts[2]));
        case "delay" ->
            delays.put(parts[1], new Delay(NOW.plus(seconds(parts[2])), "ImagePullBackOff", "no"));
        case "poddelay" ->
            podDelay = new Delay(NOW.plus(seconds(parts[1])), "ContainerCreating", "no network");
        case "resized" -> resized.put(id(parts[1]), resources(parts[1]));
        case "resizedelay" ->
            resizeDelay = new Delay(NOW.plus(seconds(parts[1])), "Error", "it uses more");
        case "count" -> counts.put(parts[1], Integer.parseInt(parts[2]));
        case "age" -> started = NOW.minus(seconds(parts[1]));
        case "verdict" -> verdict = new Verdict("Evicted", "no memory");
        default -> throw new IllegalArgumentException(word);
      }
    }
    return new Circumstances(
        started,
        busy,
        stopping,
        health,
        crashes,
        delays,
        podDelay,
        counts,
        resized,
        resizeDelay,
        restarts,
        verdict);
  }

  private String id(String name) {
    return containers.stream()
        .filter(container -> container.name().equals(name))
        .map(ContainerView::id)
        .findFirst()
        .orElseThrow();
  }

  private static Duration seconds(String text) {
    return Duration.ofSeconds(Long.parseLong(text));
  }

  /** A plan in the words of the tables. */
  static String text(Plan plan) {
    List<String> words = new ArrayList<>();
    plan.actions().forEach(action -> words.add(text(action)));
    plan.waiting().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> !entry.getValue().equals(Waiting.CREATING))
        .forEach(entry -> words.add("wait " + entry.getKey() + "=" + entry.getValue().reason()));
    if (plan.lookAgain() != null) {
      words.add("again " + Duration.between(NOW, plan.lookAgain()).toSeconds());
    }
    if (plan.finished()) {
      words.add("finished");
    }
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }

  private static String text(Action action) {
    if (action instanceof Action.RunSandbox run) {
      return "sandbox " + run.attempt();
    }
    if (action instanceof Action.StopSandbox stop) {
      return "stop " + stop.sandboxId();
    }
    if (action instanceof Action.RemoveSandbox remove) {
      return "remove " + remove.sandboxId();
    }
    if (action instanceof Action.Start start) {
      return "start " + start.container().name() + start.attempt();
    }
    if (action instanceof Action.Stop stop) {
      String grace = stop.grace() == null ? "" : " in " + stop.grace().toSeconds();
      return "stop " + stop.container().id() + grace;
    }
    if (action instanceof Action.Resize resize) {
      return resize.containers().stream()
          .map(ContainerView::id)
          .collect(Collectors.joining(" ", "resize ", ""));
    }
    if (action instanceof Action.Remove remove) {
      return "remove " + remove.container().id();
    }
    return action instanceof Action.GiveUp giveUp
        ? "give up " + giveUp.verdict().reason()
        : "forget";
  }
}

package io.margay.cri.internal.translate;

import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.ContainerUsage;
import io.margay.edged.engine.EngineHealth;
import io.margay.edged.engine.EngineHealth.Condition;
import io.margay.edged.engine.EngineInfo;
import io.margay.edged.engine.ExecResult;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The engine itself, and what its containers use, as CRI says it. */
public final class EngineMessages {
  /** The types of conditions that every engine tells (k8s.io/cri-api, RuntimeStatus). */
  private static final String RUNTIME_READY = "RuntimeReady";

  private static final String NETWORK_READY = "NetworkReady";

  private EngineMessages() {}

  /** Its name and version. */
  public static EngineInfo info(Cri.VersionResponse message) {
    return new EngineInfo(message.getRuntimeName(), message.getRuntimeVersion());
  }

  /** Whether it can run containers; a condition that it does not tell is not met. */
  public static EngineHealth health(Cri.RuntimeStatus status) {
    return new EngineHealth(condition(status, RUNTIME_READY), condition(status, NETWORK_READY));
  }

  private static Condition condition(Cri.RuntimeStatus status, String type) {
    return status.getConditionsList().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .map(EngineMessages::condition)
        .orElseGet(
            () -> new Condition(false, "Unknown", "the engine does not say whether it is " + type));
  }

  private static Condition condition(Cri.RuntimeCondition message) {
    return message.getStatus()
        ? Condition.READY
        : new Condition(false, message.getReason(), message.getMessage());
  }

  /** The end of a program. */
  public static ExecResult exec(Cri.ExecSyncResponse message) {
    return new ExecResult(
        message.getExitCode(),
        message.getStdout().toStringUtf8(),
        message.getStderr().toStringUtf8(),
        false);
  }

  /** Figures and containers, which come in two lists, put together for those that run. */
  public static List<ContainerUsage> usage(
      List<Cri.ContainerStats> stats, List<Cri.Container> containers) {
    Map<String, Cri.ContainerStats> byContainer =
        stats.stream()
            .filter(Cri.ContainerStats::hasCpu)
            .collect(
                Collectors.toMap(
                    figures -> figures.getAttributes().getId(), Function.identity(), (a, b) -> b));
    return containers.stream()
        .map(ContainerMessages::container)
        .filter(container -> container.state() == ContainerState.RUNNING)
        .flatMap(
            container ->
                Stream.ofNullable(byContainer.get(container.id()))
                    .map(figures -> usage(container, figures)))
        .toList();
  }

  private static ContainerUsage usage(Container container, Cri.ContainerStats figures) {
    return new ContainerUsage(
        container,
        Times.at(figures.getCpu().getTimestamp()),
        figures.getCpu().getUsageCoreNanoSeconds().getValue(),
        figures.getMemory().getWorkingSetBytes().getValue(),
        figures.getWritableLayer().getUsedBytes().getValue(),
        figures.getWritableLayer().getInodesUsed().getValue());
  }
}

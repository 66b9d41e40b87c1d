package io.margay.edged.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs containers on this machine. A bundle publishes one as an OSGi service when what it needs (a
 * socket, programs) is there; of several, the node uses the one with the highest {@code
 * service.ranking}.
 *
 * <p>Every method throws {@link EngineException}, as its kinds say. All calls may come from any
 * thread, several at a time, and block until the engine has answered; none waits without end. An
 * interrupt ends the wait with {@link EngineException.Unavailable}. Stopping or removing what does
 * not exist is no error.
 */
@ConsumerType
public interface ContainerEngine {

  /** Name and version; {@code containerd} and {@code 1.6.20}, for example. */
  EngineInfo info();

  /** Whether containers can run and have a network now. Never cached. */
  EngineHealth health();

  /**
   * Makes a pod's sandbox: its namespaces, its network, its address.
   *
   * @return the id
   */
  String runSandbox(SandboxSpec spec);

  /** Takes the network away and kills what still runs in the sandbox. Can be repeated. */
  void stopSandbox(String sandboxId);

  /** Removes a sandbox with its containers. Can be repeated. */
  void removeSandbox(String sandboxId);

  /** The sandboxes that carry all of these labels, stopped ones included; no label: all. */
  List<Sandbox> sandboxes(Map<String, String> labels);

  /** One sandbox with its addresses. */
  SandboxStatus sandbox(String sandboxId);

  /**
   * Makes a container in a sandbox, without starting it. Its image is there already.
   *
   * @return the id
   */
  String createContainer(String sandboxId, ContainerSpec spec, SandboxSpec sandbox);

  /** Starts a container that was created. */
  void startContainer(String containerId);

  /**
   * Sends the stop signal, and kills after the grace.
   *
   * @param grace from 0, which kills at once; whole seconds
   */
  void stopContainer(String containerId, Duration grace);

  /** Removes a container, killing it if it runs. Its log file stays. Can be repeated. */
  void removeContainer(String containerId);

  /** The containers that carry all of these labels, ended ones included; no label: all. */
  List<Container> containers(Map<String, String> labels);

  /** One container with times, exit code and reason. */
  ContainerStatus container(String containerId);

  /** Changes the limits of a container that runs. */
  void updateResources(String containerId, LinuxResources resources);

  /** Makes the engine write to a new log file, after the old one was renamed. */
  void reopenLog(String containerId);

  /**
   * Runs a program in a container to its end.
   *
   * @param timeout the program is killed after it, and {@link ExecResult#timedOut()} says so
   */
  ExecResult exec(String containerId, List<String> command, Duration timeout);

  /** Runs a program in a container with its streams open. */
  ContainerStreams execStreams(String containerId, List<String> command, StreamOptions options);

  /** Joins the streams of a container's first process. */
  ContainerStreams attach(String containerId, StreamOptions options);

  /** Connects to a TCP port inside a sandbox. */
  ByteStream portForward(String sandboxId, int port);

  /** What the running containers use now. */
  List<ContainerUsage> usage();

  /** Where images live. */
  ImageStore images();

  /**
   * Tells of what begins and ends, if the engine can. The listener is called on a thread of the
   * engine and must not block.
   *
   * @return closing it ends the telling
   * @throws EngineException.Unimplemented when the engine cannot: the caller looks every second
   */
  Subscription watch(EngineListener listener);

  /** Ends what was begun. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}

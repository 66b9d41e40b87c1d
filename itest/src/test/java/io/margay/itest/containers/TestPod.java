package io.margay.itest.containers;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.ContainerStatus;
import io.margay.edged.engine.Dns;
import io.margay.edged.engine.EnvironmentVariable;
import io.margay.edged.engine.LinuxResources;
import io.margay.edged.engine.Mount;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.PortMapping;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.engine.SecurityContext;
import io.margay.itest.support.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A pod of one engine, with what tests do not care about filled in. It is gone after the test. */
final class TestPod implements AutoCloseable {
  /** Where its processes are counted. */
  static final String CGROUP = "/margay-it";

  private final ContainerEngine engine;
  private final SandboxSpec spec;
  private final String id;
  private int containers;

  private TestPod(ContainerEngine engine, SandboxSpec spec) {
    this.engine = engine;
    this.spec = spec;
    this.id = engine.runSandbox(spec);
  }

  /** A sandbox that is to be. */
  static SandboxSpec spec(
      String name, Path logs, Namespaces namespaces, List<PortMapping> ports, SecurityContext rights) {
    return new SandboxSpec(
        new PodIdentity("default", name, name + "-uid"),
        0,
        name,
        logs.toString(),
        new Dns(List.of("10.1.2.3"), List.of("edge.local"), List.of("ndots:5")),
        ports,
        Map.of("pod", name),
        Map.of("note", "text of " + name),
        CGROUP,
        namespaces.network() == Namespaces.Mode.NODE ? Map.of() : Map.of("net.ipv4.ip_default_ttl", "61"),
        namespaces,
        rights);
  }

  static TestPod run(ContainerEngine engine, SandboxSpec spec) {
    return new TestPod(engine, spec);
  }

  /** An ordinary one. */
  static TestPod run(ContainerEngine engine, String name, Path logs) {
    return run(engine, spec(name, logs, Namespaces.USUAL, List.of(), SecurityContext.USUAL));
  }

  String id() {
    return id;
  }

  SandboxSpec spec() {
    return spec;
  }

  /** A container of it that runs a shell script. */
  ContainerDraft shell(String script) {
    return container("/bin/sh", "-c", script);
  }

  /** A container of it. */
  ContainerDraft container(String... command) {
    return new ContainerDraft("c" + containers++, List.of(command));
  }

  /** Waits for the end of a container. */
  ContainerStatus end(String container) {
    return Await.value(
        "the end of " + container,
        () -> {
          ContainerStatus status = engine.container(container);
          if (status.container().state() != ContainerState.EXITED) {
            throw new AssertionError("it is " + status.container().state());
          }
          return status;
        });
  }

  @Override
  public void close() {
    engine.stopSandbox(id);
    engine.removeSandbox(id);
  }

  /** A container before it is made. */
  final class ContainerDraft {
    private final String name;
    private final List<String> command;
    private boolean input;
    private boolean tty;
    private List<Mount> mounts = List.of();
    private List<ContainerSpec.Device> devices = List.of();
    private LinuxResources resources = new LinuxResources(0, 0, 0, 0, 0);
    private SecurityContext security = SecurityContext.USUAL;

    private ContainerDraft(String name, List<String> command) {
      this.name = name;
      this.command = command;
    }

    ContainerDraft withInput(boolean terminal) {
      input = true;
      tty = terminal;
      return this;
    }

    ContainerDraft mounting(Mount... more) {
      mounts = List.of(more);
      return this;
    }

    ContainerDraft with(ContainerSpec.Device... more) {
      devices = List.of(more);
      return this;
    }

    ContainerDraft limitedTo(LinuxResources limits) {
      resources = limits;
      return this;
    }

    ContainerDraft as(SecurityContext rights) {
      security = rights;
      return this;
    }

    /** Makes it, and returns its id. */
    String create() {
      return engine.createContainer(
          id,
          new ContainerSpec(
              name,
              0,
              BusyboxImage.BUSYBOX.name(),
              command,
              List.of(),
              "/tmp",
              List.of(
                  new EnvironmentVariable("COLOUR", "grey"),
                  new EnvironmentVariable("COLOUR", "spotted")),
              mounts,
              devices,
              Map.of("pod", spec.pod().name(), "container", name),
              Map.of("note", "text of " + name),
              name + ".log",
              input,
              false,
              tty,
              resources,
              spec.namespaces(),
              security),
          spec);
    }

    /** Makes and starts it, and returns its id. */
    String start() {
      String container = create();
      engine.startContainer(container);
      return container;
    }
  }
}

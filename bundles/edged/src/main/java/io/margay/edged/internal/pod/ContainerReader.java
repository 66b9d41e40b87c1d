package io.margay.edged.internal.pod;

import io.margay.edged.engine.Mount.Propagation;
import io.margay.edged.engine.PortMapping.Protocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the containers of a pod. */
final class ContainerReader {
  private static final int MOST_PORT = 65_535;
  private static final Map<String, Protocol> PROTOCOLS =
      Words.ordered("TCP", Protocol.TCP, "UDP", Protocol.UDP, "SCTP", Protocol.SCTP);
  private static final Map<String, Propagation> PROPAGATIONS =
      Words.ordered(
          "None",
          Propagation.PRIVATE,
          "HostToContainer",
          Propagation.HOST_TO_CONTAINER,
          "Bidirectional",
          Propagation.BIDIRECTIONAL);

  /** Fields that a running container can change, or that say only how it is looked after. */
  private static final Set<String> CHANGEABLE =
      Set.of(
          "imagePullPolicy",
          "lifecycle",
          "livenessProbe",
          "readinessProbe",
          "resizePolicy",
          "resources",
          "startupProbe",
          "terminationMessagePolicy");

  private final Set<String> volumes;
  private final boolean hostNetwork;
  private final Set<String> names = new HashSet<>();

  /**
   * @param volumes the volumes that may be mounted
   */
  ContainerReader(Set<String> volumes, boolean hostNetwork) {
    this.volumes = volumes;
    this.hostNetwork = hostNetwork;
  }

  List<PodContainer> init(FieldReader spec) {
    return containers(spec, "initContainers");
  }

  List<PodContainer> usual(FieldReader spec) {
    List<PodContainer> containers = containers(spec, "containers");
    if (spec.objects("containers").isEmpty()) {
      spec.wrong("containers", "one container at least");
    }
    return containers;
  }

  List<PodContainer> ephemeral(FieldReader spec) {
    boolean shared = spec.flag("shareProcessNamespace", false);
    for (FieldReader container : spec.objects("ephemeralContainers")) {
      if (!container.text("targetContainerName").isEmpty() && !shared) {
        container.unsupported("targetContainerName", "shareProcessNamespace of the pod");
      }
    }
    return containers(spec, "ephemeralContainers");
  }

  private List<PodContainer> containers(FieldReader spec, String list) {
    List<PodContainer> containers = new ArrayList<>();
    for (FieldReader container : spec.objects(list)) {
      containers.add(container(container, list.equals("initContainers")));
    }
    return containers;
  }

  private PodContainer container(FieldReader container, boolean init) {
    String name = container.text("name", Forms.LABEL, Forms.A_LABEL);
    if (!names.add(name)) {
      container.wrong("name", "a name that no other container of the pod has");
    }
    String image = container.required("image");
    List<ContainerPort> ports = ports(container);
    HandlerReader handlers = new HandlerReader(ports);
    FieldReader lifecycle = container.object("lifecycle");
    if (lifecycle.has("stopSignal")) {
      lifecycle.unsupported("stopSignal", "nothing, as the image's own is used");
    }
    String message = container.text("terminationMessagePath");
    return new PodContainer(
        name,
        image,
        container.choice("imagePullPolicy", PullPolicy.WORDS, PullPolicy.usual(image)),
        container.texts("command"),
        container.texts("args"),
        container.text("workingDir"),
        ports,
        EnvReader.envFrom(container),
        EnvReader.env(container),
        ResourcesReader.resources(container),
        ResourcesReader.restarting(container),
        mounts(container),
        handlers.probe(container.optional("startupProbe"), true),
        handlers.probe(container.optional("livenessProbe"), true),
        handlers.probe(container.optional("readinessProbe"), false),
        handlers.hook(lifecycle.optional("postStart")),
        handlers.hook(lifecycle.optional("preStop")),
        SecurityReader.container(container),
        container.flag("stdin", false),
        container.flag("stdinOnce", false),
        container.flag("tty", false),
        isSidecar(container, init),
        message.isEmpty() ? "/dev/termination-log" : message,
        container.choice(
            "terminationMessagePolicy",
            Words.ordered("File", false, "FallbackToLogsOnError", true),
            false),
        ContentHash.without(container.data(), CHANGEABLE));
  }

  private static boolean isSidecar(FieldReader container, boolean init) {
    String policy = container.text("restartPolicy");
    if (!policy.isEmpty() && !(init && policy.equals("Always"))) {
      container.wrong("restartPolicy", init ? "Always, or nothing" : "nothing");
    }
    return init && policy.equals("Always");
  }

  private List<ContainerPort> ports(FieldReader container) {
    List<ContainerPort> ports = new ArrayList<>();
    for (FieldReader port : container.objects("ports")) {
      int inside = (int) port.integer("containerPort", 0, 1, MOST_PORT);
      if (!port.has("containerPort")) {
        port.wrong("containerPort", "a number from 1 to " + MOST_PORT);
      }
      int outside = (int) port.integer("hostPort", 0, 0, MOST_PORT);
      if (hostNetwork && outside != 0 && outside != inside) {
        port.wrong("hostPort", "the containerPort, as the pod uses the host's network");
      }
      ports.add(
          new ContainerPort(
              port.text("name"),
              inside,
              outside,
              port.text("hostIP"),
              port.choice("protocol", PROTOCOLS, Protocol.TCP)));
    }
    return ports;
  }

  private List<VolumeMount> mounts(FieldReader container) {
    if (container.has("volumeDevices")) {
      container.unsupported("volumeDevices", "volumeMounts");
    }
    List<VolumeMount> mounts = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (FieldReader mount : container.objects("volumeMounts")) {
      String volume = mount.required("name");
      if (!volumes.contains(volume)) {
        mount.wrong("name", "a volume of the pod: " + volumes);
      }
      String path = mount.text("mountPath");
      if (path.isEmpty() || path.contains(":")) {
        mount.wrong("mountPath", "a path without \":\"");
      }
      if (!paths.add(path)) {
        mount.wrong("mountPath", "a path where nothing else is mounted");
      }
      if (mount.text("recursiveReadOnly").equals("Enabled")) {
        mount.unsupported("recursiveReadOnly", "Disabled or IfPossible");
      }
      boolean expand = mount.has("subPathExpr");
      if (expand && mount.has("subPath")) {
        mount.wrong("subPathExpr", "subPath or subPathExpr, not both");
      }
      String subField = expand ? "subPathExpr" : "subPath";
      String subPath = mount.text(subField);
      if (!subPath.isEmpty() && !Forms.isRelativePath(subPath)) {
        mount.wrong(subField, "a path in the volume, without \"..\"");
      }
      mounts.add(
          new VolumeMount(
              volume,
              path,
              subPath,
              expand,
              mount.flag("readOnly", false),
              mount.choice("mountPropagation", PROPAGATIONS, Propagation.PRIVATE)));
    }
    return mounts;
  }
}

package io.margay.edged.internal.pod;

import io.margay.edged.engine.PodIdentity;
import io.margay.meta.JsonText;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code v1 Pod} (kubernetes.io, API reference, "Pod"). Fields that this node does not act on
 * and need not refuse are let be.
 */
public final class PodReader {
  private static final long MOST_SECONDS = Integer.MAX_VALUE;
  private static final long USUAL_GRACE_SECONDS = 30;

  /** Fields that belong to the sandbox or to all containers, and cannot change while it runs. */
  private static final Set<String> OF_THE_SANDBOX =
      Set.of(
          "dnsConfig",
          "dnsPolicy",
          "hostAliases",
          "hostIPC",
          "hostNetwork",
          "hostPID",
          "hostname",
          "securityContext",
          "setHostnameAsFQDN",
          "shareProcessNamespace",
          "subdomain",
          "volumes");

  private PodReader() {}

  /**
   * Reads a stored pod.
   *
   * @param problems takes what is the matter; with mistakes the pod means nothing
   */
  public static Pod read(Resource resource, Problems problems) {
    return read(
        resource.key(),
        resource.content(),
        resource.uid(),
        resource.owner(),
        resource.created(),
        resource.generation(),
        problems);
  }

  /** Looks for what is the matter with the content of a pod. */
  static Problems check(ResourceKey key, String content) {
    Problems problems = new Problems();
    read(key, content, "", Owner.LOCAL, Instant.EPOCH, 0, problems);
    return problems;
  }

  private static Pod read(
      ResourceKey key,
      String content,
      String storeUid,
      Owner owner,
      Instant created,
      long generation,
      Problems problems) {
    FieldReader root = new FieldReader("", JsonText.read(content), problems);
    FieldReader metadata = root.object("metadata");
    if (!Forms.SUBDOMAIN.matcher(key.name()).matches()) {
      metadata.wrong("name", Forms.A_SUBDOMAIN);
    }
    if (!Forms.LABEL.matcher(key.namespace()).matches()) {
      metadata.wrong("namespace", Forms.A_LABEL);
    }
    String uid = metadata.text("uid");
    if (!uid.isEmpty() && !Forms.UID.matcher(uid).matches()) {
      metadata.wrong("uid", "letters, digits and \"-\", at most 64");
    }
    Long grace = metadata.integer("deletionGracePeriodSeconds", 0, MOST_SECONDS);
    if (!root.has("spec")) {
      root.wrong("spec", "an object");
    }
    return new Pod(
        new PodIdentity(key.namespace(), key.name(), uid.isEmpty() ? storeUid : uid),
        owner,
        metadata.textMap("labels"),
        metadata.textMap("annotations"),
        created,
        generation,
        time(metadata, "deletionTimestamp"),
        grace == null ? null : Duration.ofSeconds(grace),
        spec(root.object("spec")));
  }

  private static PodSpec spec(FieldReader spec) {
    refuseWhatIsNotToBeHad(spec);
    List<Volume> volumes = VolumeReader.volumes(spec);
    boolean hostNetwork = spec.flag("hostNetwork", false);
    ContainerReader containers = new ContainerReader(volumeNames(spec), hostNetwork);
    String hostname = spec.text("hostname");
    if (!hostname.isEmpty() && !Forms.LABEL.matcher(hostname).matches()) {
      spec.wrong("hostname", Forms.A_LABEL);
    }
    Long deadline = spec.integer("activeDeadlineSeconds", 1, MOST_SECONDS);
    List<PodContainer> init = containers.init(spec);
    List<PodContainer> usual = containers.usual(spec);
    return new PodSpec(
        init,
        usual,
        containers.ephemeral(spec),
        volumes,
        spec.choice("restartPolicy", RestartPolicy.WORDS, RestartPolicy.ALWAYS),
        Duration.ofSeconds(
            spec.integer("terminationGracePeriodSeconds", USUAL_GRACE_SECONDS, 0, MOST_SECONDS)),
        deadline == null ? null : Duration.ofSeconds(deadline),
        spec.text("nodeName"),
        spec.text("serviceAccountName"),
        hostname,
        spec.text("subdomain"),
        spec.flag("setHostnameAsFQDN", false),
        hostNetwork,
        spec.flag("hostPID", false),
        spec.flag("hostIPC", false),
        spec.flag("shareProcessNamespace", false),
        spec.choice("dnsPolicy", DnsPolicy.WORDS, DnsPolicy.CLUSTER_FIRST),
        dns(spec.object("dnsConfig")),
        hostAliases(spec),
        SecurityReader.pod(spec),
        spec.objects("imagePullSecrets").stream().map(secret -> secret.text("name")).toList(),
        (int) spec.integer("priority", 0, Integer.MIN_VALUE, Integer.MAX_VALUE),
        sandboxHash(spec, Qos.of(init, usual)));
  }

  /**
   * The host's ports are of the sandbox too, though containers name them; so is the class, which
   * decides where the pod's control group is.
   */
  private static String sandboxHash(FieldReader spec, Qos qos) {
    List<Object> ports = new ArrayList<>();
    for (FieldReader container : spec.objects("containers")) {
      container.objects("ports").stream()
          .filter(port -> port.has("hostPort"))
          .forEach(port -> ports.add(port.data()));
    }
    return ContentHash.without(
        Map.of(
            "spec",
            ContentHash.of(spec.data(), OF_THE_SANDBOX),
            "ports",
            ports,
            "class",
            qos.word()),
        Set.of());
  }

  private static void refuseWhatIsNotToBeHad(FieldReader spec) {
    if (spec.data().get("hostUsers") == Boolean.FALSE) {
      spec.unsupported("hostUsers", "true, as there are no user namespaces");
    }
    if (!spec.text("runtimeClassName").isEmpty()) {
      spec.unsupported("runtimeClassName", "nothing, as there is one runtime");
    }
    if (spec.object("os").text("name").equals("windows")) {
      spec.object("os").unsupported("name", "linux");
    }
    if (!spec.objects("readinessGates").isEmpty()) {
      spec.unsupported("readinessGates", "none, as nobody here sets such conditions");
    }
    if (!spec.object("resources").data().isEmpty()) {
      spec.unsupported("resources", "those of each container");
    }
    if (!spec.objects("resourceClaims").isEmpty()) {
      spec.unsupported("resourceClaims", "no claims on devices");
    }
  }

  private static Set<String> volumeNames(FieldReader spec) {
    return spec.objects("volumes").stream()
        .map(volume -> volume.text("name"))
        .collect(Collectors.toSet());
  }

  private static DnsConfig dns(FieldReader dns) {
    List<String> options = new ArrayList<>();
    for (FieldReader option : dns.objects("options")) {
      String value = option.text("value");
      options.add(option.required("name") + (value.isEmpty() ? "" : ":" + value));
    }
    return new DnsConfig(dns.texts("nameservers"), dns.texts("searches"), options);
  }

  private static List<HostAlias> hostAliases(FieldReader spec) {
    return spec.objects("hostAliases").stream()
        .map(alias -> new HostAlias(alias.required("ip"), alias.texts("hostnames")))
        .toList();
  }

  private static @Nullable Instant time(FieldReader field, String name) {
    String text = field.text(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      field.wrong(name, "a time such as 2026-01-02T03:04:05Z");
      return null;
    }
  }
}

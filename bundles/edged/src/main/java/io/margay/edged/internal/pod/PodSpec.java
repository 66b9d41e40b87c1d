package io.margay.edged.internal.pod;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pod is to be.
 *
 * @param initContainers run before the others, in order; sidecars among them
 * @param ephemeralContainers joined to the running pod for looking into it; never restarted
 * @param activeDeadline how long the pod may be active; null for ever
 * @param hostname empty for the pod's name
 * @param imagePullSecrets names of Secrets with logins
 * @param hash of all that a running sandbox cannot change: another hash means another sandbox
 */
public record PodSpec(
    List<PodContainer> initContainers,
    List<PodContainer> containers,
    List<PodContainer> ephemeralContainers,
    List<Volume> volumes,
    RestartPolicy restartPolicy,
    Duration terminationGrace,
    @Nullable Duration activeDeadline,
    String nodeName,
    String serviceAccount,
    String hostname,
    String subdomain,
    boolean hostnameAsFqdn,
    boolean hostNetwork,
    boolean hostPid,
    boolean hostIpc,
    boolean sharedProcesses,
    DnsPolicy dnsPolicy,
    DnsConfig dns,
    List<HostAlias> hostAliases,
    PodSecurity security,
    List<String> imagePullSecrets,
    int priority,
    String hash) {

  public PodSpec {
    initContainers = List.copyOf(initContainers);
    containers = List.copyOf(containers);
    ephemeralContainers = List.copyOf(ephemeralContainers);
    volumes = List.copyOf(volumes);
    hostAliases = List.copyOf(hostAliases);
    imagePullSecrets = List.copyOf(imagePullSecrets);
  }

  /** All containers: init, usual, ephemeral. */
  public List<PodContainer> allContainers() {
    List<PodContainer> all = new ArrayList<>(initContainers);
    all.addAll(containers);
    all.addAll(ephemeralContainers);
    return all;
  }

  /** The container of a name. */
  public Optional<PodContainer> container(String name) {
    return allContainers().stream().filter(container -> container.name().equals(name)).findFirst();
  }
}

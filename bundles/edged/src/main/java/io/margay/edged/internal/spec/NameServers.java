package io.margay.edged.internal.spec;

import static java.util.function.Predicate.not;

import io.margay.edged.engine.Dns;
import io.margay.edged.internal.pod.DnsConfig;
import io.margay.edged.internal.pod.DnsPolicy;
import io.margay.edged.internal.pod.Pod;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Decides whom a pod asks for names (kubernetes.io, "DNS for Services and Pods").
 *
 * <p>Where the cluster has no name servers on this node, pods that would ask them ask the host's.
 */
public final class NameServers {
  private static final int MOST_SERVERS = 3;
  private static final int MOST_SEARCHES = 32;

  private final List<String> cluster;
  private final String domain;
  private final Supplier<Dns> host;

  /**
   * @param cluster addresses of the cluster's name servers; empty for none
   * @param domain {@code cluster.local}, for example
   * @param host the host's own, read when they are needed
   */
  public NameServers(List<String> cluster, String domain, Supplier<Dns> host) {
    this.cluster = List.copyOf(cluster);
    this.domain = domain;
    this.host = host;
  }

  /** The lines of a pod's {@code resolv.conf}. */
  public Dns of(Pod pod) {
    DnsPolicy policy = pod.spec().dnsPolicy();
    Dns base =
        switch (policy) {
          case NONE -> new Dns(List.of(), List.of(), List.of());
          case DEFAULT -> host.get();
          case CLUSTER_FIRST -> pod.spec().hostNetwork() ? host.get() : clusterFirst(pod);
          case CLUSTER_FIRST_WITH_HOST_NET -> clusterFirst(pod);
        };
    DnsConfig own = pod.spec().dns();
    return new Dns(
        joined(base.servers(), own.servers(), MOST_SERVERS),
        joined(base.searches(), own.searches(), MOST_SEARCHES),
        options(base.options(), own.options()));
  }

  private Dns clusterFirst(Pod pod) {
    Dns ofHost = host.get();
    if (cluster.isEmpty()) {
      return ofHost;
    }
    String namespace = pod.identity().namespace();
    List<String> searches =
        Stream.concat(
                Stream.of(namespace + ".svc." + domain, "svc." + domain, domain),
                ofHost.searches().stream())
            .toList();
    return new Dns(cluster, searches, options(ofHost.options(), List.of("ndots:5")));
  }

  private static List<String> joined(List<String> base, List<String> own, int most) {
    Set<String> all = new LinkedHashSet<>(base);
    all.addAll(own);
    return all.stream().filter(not(String::isBlank)).limit(most).toList();
  }

  /** Later values of the same option win. */
  private static List<String> options(List<String> base, List<String> own) {
    Map<String, String> options = new LinkedHashMap<>();
    Stream.concat(base.stream(), own.stream())
        .forEach(option -> options.put(option.split(":", 2)[0], option));
    return List.copyOf(options.values());
  }
}

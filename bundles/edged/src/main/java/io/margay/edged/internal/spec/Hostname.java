package io.margay.edged.internal.spec;

import io.margay.edged.internal.pod.Pod;
import java.util.regex.Pattern;

/** What a pod is called inside (kubernetes.io, "Pod's hostname and subdomain fields"). */
final class Hostname {
  private static final int LONGEST = 63;
  private static final int LONGEST_OF_LINUX = 64;
  private static final Pattern ENDS_BADLY = Pattern.compile("[-.]+$");

  private Hostname() {}

  /** The name alone. */
  static String of(Pod pod) {
    if (!pod.spec().hostname().isEmpty()) {
      return pod.spec().hostname();
    }
    String name = pod.identity().name();
    String cut = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    return ENDS_BADLY.matcher(cut).replaceAll("");
  }

  /** The name with the domain that a subdomain gives it; empty without a subdomain. */
  static String withDomain(Pod pod, String domain) {
    return pod.spec().subdomain().isEmpty()
        ? ""
        : "%s.%s.%s.svc.%s"
            .formatted(of(pod), pod.spec().subdomain(), pod.identity().namespace(), domain);
  }

  /** What the kernel says in the pod. */
  static String ofKernel(Pod pod, String domain) throws SpecException {
    String full = withDomain(pod, domain);
    if (!pod.spec().hostnameAsFqdn() || full.isEmpty()) {
      return of(pod);
    }
    if (full.length() > LONGEST_OF_LINUX) {
      throw new SpecException(
          "spec.setHostnameAsFQDN: found the name %s, expected at most %d characters"
              .formatted(full, LONGEST_OF_LINUX));
    }
    return full;
  }
}

package io.margay.edged.internal.spec;

import io.margay.edged.internal.pod.HostAlias;
import io.margay.edged.internal.pod.Pod;
import java.util.List;

/** Writes the text of a pod's {@code /etc/hosts} (hosts(5)). */
public final class HostsFile {
  private static final String OF_A_POD =
      """
      # Made by Margay for this pod.
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::0\tip6-localnet
      fe00::0\tip6-mcastprefix
      fe00::1\tip6-allnodes
      fe00::2\tip6-allrouters
      """;

  private HostsFile() {}

  /**
   * The text for a pod.
   *
   * @param addresses the pod's own
   * @param ofHost the text of the host's file, which a pod with the host's network begins with
   * @param domain {@code cluster.local}, for example
   */
  public static String text(Pod pod, List<String> addresses, String ofHost, String domain) {
    StringBuilder text = new StringBuilder();
    if (pod.spec().hostNetwork()) {
      text.append(ofHost);
      if (!ofHost.isEmpty() && !ofHost.endsWith("\n")) {
        text.append('\n');
      }
    } else {
      text.append(OF_A_POD);
      String hostname = Hostname.of(pod);
      String full = Hostname.withDomain(pod, domain);
      for (String address : addresses) {
        line(text, address, full.isEmpty() ? List.of(hostname) : List.of(full, hostname));
      }
    }
    for (HostAlias alias : pod.spec().hostAliases()) {
      line(text, alias.address(), alias.hostnames());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String address, List<String> names) {
    text.append(address).append('\t').append(String.join("\t", names)).append('\n');
  }
}

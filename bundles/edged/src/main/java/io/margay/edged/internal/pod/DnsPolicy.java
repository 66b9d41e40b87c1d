package io.margay.edged.internal.pod;

import java.util.Map;

/** Whose name servers a pod asks. */
public enum DnsPolicy {
  CLUSTER_FIRST,
  CLUSTER_FIRST_WITH_HOST_NET,
  DEFAULT,
  NONE;

  static final Map<String, DnsPolicy> WORDS =
      Words.ordered(
          "ClusterFirst",
          CLUSTER_FIRST,
          "ClusterFirstWithHostNet",
          CLUSTER_FIRST_WITH_HOST_NET,
          "Default",
          DEFAULT,
          "None",
          NONE);
}

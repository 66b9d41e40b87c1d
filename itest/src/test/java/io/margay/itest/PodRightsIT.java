package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.margay.itest.containers.Cgroups;
import io.margay.itest.containers.PodApi;
import io.margay.itest.containers.PodNode;
import io.margay.itest.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What containers on a real containerd may do and use, and how they are reached and called. */
@Execution(ExecutionMode.CONCURRENT)
class PodRightsIT {
  private static final int MIB = 1 << 20;

  private static PodNode pods;
  private static PodApi api;

  @BeforeAll
  static void start() {
    pods =
        PodNode.running(
            "rights",
            "nodeAddress=10.88.0.1",
            "clusterDns=10.96.0.10",
            "allowedSysctls=kernel.shmmax,net.core.*");
    api = new PodApi(pods);
  }

  @AfterAll
  static void stop() {
    pods.close();
  }

  /** A pod whose container {@code main} reports by a script. */
  private static void apply(String name, String spec, String container, String script) {
    pods.manifest(
        name,
        """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s}
            spec:
              terminationGracePeriodSeconds: 0
            %s
              containers:
              - name: main
                image: test.local/busybox:1
            %s
                command:
                - sh
                - -c
                - |
            %s
                  echo done
                  exec sleep 1000
            """
            .formatted(name, spec.indent(2), container.indent(4), script.indent(6)));
  }

  @Test
  void aPodOfTheHostsNetworkHasItsAddressAndAsksTheClusterIfItSaysSo() {
    apply(
        "hostly",
        "hostNetwork: true\ndnsPolicy: ClusterFirstWithHostNet\n"
            + "hostAliases: [{ip: 10.1.2.3, hostnames: [one, two]}]",
        "ports: [{containerPort: 18082, hostPort: 18082}]",
        "ip -o link\ncat /etc/resolv.conf /etc/hosts");

    String report = api.report("hostly");

    assertThat(report)
        .contains("lo:", "nameserver 10.96.0.10", "options ndots:5", "10.1.2.3\tone\ttwo")
        .contains("search default.svc.cluster.local svc.cluster.local cluster.local")
        .doesNotContain(" eth0");
    JsonNode status = api.status("hostly");
    assertThat(status.path("podIP").asText()).isEqualTo("10.88.0.1");
    assertThat(status.path("hostIP").asText()).isEqualTo("10.88.0.1");
  }

  @Test
  void aPortOfTheHostLeadsIntoThePod() {
    apply(
        "served",
        "",
        "ports: [{containerPort: 80, hostPort: 18083}]",
        "echo served >/tmp/index.html\nhttpd -p 80 -h /tmp");

    api.report("served");

    assertThat(pods.fetch("http://127.0.0.1:18083/")).isEqualTo("served");
  }

  @Test
  void aPodIsCalledAndAsksForNamesAsItSays() {
    apply(
        "named",
        """
        hostname: cat
        subdomain: den
        dnsPolicy: None
        dnsConfig:
          nameservers: [10.9.8.7]
          searches: [my.example]
          options: [{name: ndots, value: "2"}, {name: rotate}]
        hostAliases: [{ip: 10.1.2.3, hostnames: [one, two]}]
        """,
        "",
        "hostname\ncat /etc/resolv.conf /etc/hosts");

    String report = api.report("named");

    String address = api.status("named").path("podIP").asText();
    assertThat(report)
        .startsWith("cat\n")
        .contains("nameserver 10.9.8.7\n", "search my.example\n", "options ndots:2 rotate\n")
        .contains(address + "\tcat.den.default.svc.cluster.local\tcat\n", "10.1.2.3\tone\ttwo\n")
        .doesNotContain("10.96.0.10");
  }

  @Test
  void aPodAsksTheHostsNameServersOrTheClustersFirst() throws IOException {
    apply("usual", "", "", "cat /etc/resolv.conf");
    apply("host-names", "dnsPolicy: Default", "", "cat /etc/resolv.conf");

    assertThat(api.report("usual")).contains("nameserver 10.96.0.10", "default.svc.cluster.local");
    assertThat(api.report("host-names"))
        .doesNotContain("10.96.0.10")
        .contains(
            Files.readString(Path.of("/etc/resolv.conf"))
                .lines()
                .filter(line -> line.startsWith("nameserver"))
                .toList());
  }

  @Test
  void aContainerHasNoMoreRightsThanItIsGiven() {
    apply(
        "strict",
        """
        securityContext:
          {runAsUser: 1000, runAsGroup: 1001, fsGroup: 2000, supplementalGroups: [42], runAsNonRoot: true,
           seccompProfile: {type: RuntimeDefault}}
        volumes: [{name: data, emptyDir: {}}]
        """,
        """
        volumeMounts: [{name: data, mountPath: /data}]
        securityContext:
          readOnlyRootFilesystem: true
          allowPrivilegeEscalation: false
          capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}
        """,
        """
        id -u; id -g; id -G
        touch /tmp/x 2>&1 | grep -o Read-only
        touch /data/x && stat -c '%u %g' /data/x
        grep -E 'CapBnd|NoNewPrivs|Seccomp:' /proc/self/status
        """);

    assertThat(api.report("strict").replaceAll("\\s+", " "))
        .startsWith("1000 1001 1001 42 2000 Read-only 1000 2000 ")
        .contains("CapBnd: 0000000000000400 NoNewPrivs: 1 Seccomp: 2");
  }

  @Test
  void aContainerThatMustNotBeRootAndWouldIsNotStarted() {
    apply("root", "securityContext: {runAsNonRoot: true}", "", "id -u");

    JsonNode main =
        api.await("root", "main", "/state/waiting/reason", "CreateContainerConfigError");

    assertThat(main.at("/state/waiting/message").asText()).contains("runAsNonRoot", "as root");
  }

  @Test
  void aPrivilegedContainerMayMountAndSeesTheHostsProcesses() {
    apply(
        "mighty",
        "hostPID: true\nhostIPC: true",
        "securityContext: {privileged: true}",
        """
        mkdir /tmp/m && mount -t tmpfs none /tmp/m && echo mounted
        grep -E 'Seccomp:' /proc/self/status
        ls /proc | grep -c '^[0-9]'
        ls /dev/kmsg
        """);

    String report = api.report("mighty").replaceAll("\\s+", " ");

    assertThat(report).startsWith("mounted Seccomp: 0 ").contains("/dev/kmsg");
    assertThat(Integer.parseInt(report.split(" ", -1)[3])).isGreaterThan(20);
  }

  @Test
  void containersSeeEachOthersProcessesIfThePodSharesThem() {
    apply("shared", "shareProcessNamespace: true", "", "tr '\\0' ' ' </proc/1/cmdline");
    apply("apart", "", "", "tr '\\0' ' ' </proc/1/cmdline");

    assertThat(api.report("shared")).startsWith("/bin/sleep 2147483647");
    assertThat(api.report("apart")).startsWith("sh -c");
  }

  @Test
  void kernelSettingsAreThePodsOwnWhereTheNodeLetsThem() {
    apply(
        "tuned",
        """
        securityContext:
          sysctls:
          - {name: net.ipv4.ip_unprivileged_port_start, value: "80"}
          - {name: net/core/somaxconn, value: "77"}
        """,
        "",
        "cat /proc/sys/net/ipv4/ip_unprivileged_port_start /proc/sys/net/core/somaxconn");
    apply(
        "overtuned",
        "securityContext: {sysctls: [{name: kernel.msgmax, value: \"1\"}]}",
        "",
        "true");

    assertThat(api.report("tuned")).startsWith("80\n77\n");
    JsonNode refused =
        api.await("overtuned", "main", "/state/waiting/reason", "CreateContainerConfigError");
    assertThat(refused.at("/state/waiting/message").asText()).contains("found kernel.msgmax");
  }

  @Test
  void whatAPodAsksForDecidesItsClassItsGroupAndItsLimits() {
    apply("best-effort", "", "", "cat /proc/self/oom_score_adj");
    apply(
        "burstable",
        "",
        "resources: {requests: {cpu: 500m, memory: 32Mi}, limits: {memory: 64Mi}}",
        "cat /proc/self/oom_score_adj");
    apply("guaranteed", "", "resources: {limits: {cpu: 250m, memory: 48Mi}}", "true");

    String bestEffort = group("best-effort", "BestEffort", "/besteffort");
    String burstable = group("burstable", "Burstable", "/burstable");
    String guaranteed = group("guaranteed", "Guaranteed", "");

    assertThat(api.report("best-effort")).startsWith("1000\n");
    assertThat(Integer.parseInt(api.report("burstable").lines().findFirst().orElseThrow()))
        .isBetween(2, 999);
    for (String group : new String[] {burstable, burstable + "/" + container("burstable")}) {
      assertThat(Cgroups.memoryLimit(group)).isEqualTo(64 * MIB);
      assertThat(Cgroups.cpuWeight(group)).isGreaterThan(Cgroups.cpuWeight(bestEffort));
    }
    for (String group : new String[] {guaranteed, guaranteed + "/" + container("guaranteed")}) {
      assertThat(Cgroups.memoryLimit(group)).isEqualTo(48 * MIB);
      assertThat(Cgroups.cpuQuota(group)).isEqualTo(25_000);
    }
  }

  /** The pod's group, once it runs in the class. */
  private static String group(String pod, String word, String folder) {
    JsonNode status = api.await(pod, "/phase", "Running");
    assertThat(status.path("qosClass").asText()).isEqualTo(word);
    return pods.cgroup() + folder + "/pod" + api.pod(pod).at("/metadata/uid").asText();
  }

  private static String container(String pod) {
    String id = api.container(pod, "main").path("containerID").asText();
    assertThat(id).startsWith("containerd://");
    return id.substring("containerd://".length());
  }

  @Test
  void aContainerThatTheKernelKilledForItsMemorySaysSo() {
    apply(
        "hungry",
        "restartPolicy: Never",
        "resources: {limits: {memory: 20Mi}}",
        "exec dd if=/dev/zero of=/dev/null bs=200M");

    JsonNode status = api.await("hungry", "/phase", "Failed");

    assertThat(status.at("/containerStatuses/0/state/terminated/exitCode").asInt()).isEqualTo(137);
    api.await("hungry", "main", "/state/terminated/reason", "OOMKilled");
  }

  @Test
  void whatThisNodeDoesNotGrantIsRefusedByTheNameOfTheField() {
    apply("claiming", "", "resources: {limits: {example.com/gpu: 1}}", "true");
    apply("modular", "", "securityContext: {seLinuxOptions: {level: s0}}", "true");

    Await.until(
        "both to be refused",
        () -> {
          assertThat(api.status("claiming").path("reason").asText()).isEqualTo("Unsupported");
          assertThat(api.status("modular").path("reason").asText()).isEqualTo("Unsupported");
        });
    assertThat(api.status("claiming").path("message").asText())
        .contains("/resources/limits/example.com~1gpu");
    assertThat(api.status("modular").path("message").asText()).contains("seLinuxOptions");
  }
}

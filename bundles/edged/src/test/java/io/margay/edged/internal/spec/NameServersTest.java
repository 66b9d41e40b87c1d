package io.margay.edged.internal.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.Dns;
import io.margay.edged.internal.PodJson;
import io.margay.edged.internal.pod.Pod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameServersTest {
  private static final Dns HOST =
      ResolverFile.read(
          """
          # by hand
          domain old
          nameserver 192.0.2.53
          nameserver 192.0.2.54
          search plant.example
          options ndots:1 timeout:2
          ; end
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'dnsPolicy':'Default'|192.0.2.53 192.0.2.54|plant.example|ndots:1 timeout:2",
        "'dnsPolicy':'ClusterFirst'|10.96.0.10|plant.svc.c.local svc.c.local c.local plant.example|ndots:5 timeout:2",
        "'hostNetwork':true|192.0.2.53 192.0.2.54|plant.example|ndots:1 timeout:2",
        "'hostNetwork':true,'dnsPolicy':'ClusterFirstWithHostNet'|10.96.0.10|plant.svc.c.local svc.c.local c.local plant.example|ndots:5 timeout:2",
        "'dnsPolicy':'None','dnsConfig':{'nameservers':['1.1.1.1'],'options':[{'name':'ndots','value':'2'},{'name':'rotate'}]}|1.1.1.1|\"\"|ndots:2 rotate",
        "'dnsPolicy':'Default','dnsConfig':{'nameservers':['1.1.1.1','1.1.1.2'],'searches':['more']}|192.0.2.53 192.0.2.54 1.1.1.1|plant.example more|ndots:1 timeout:2",
      })
  void aPodAsksThoseOfItsPolicy(String fields, String servers, String searches, String options) {
    NameServers names = new NameServers(List.of("10.96.0.10"), "c.local", () -> HOST);

    Dns dns = names.of(pod(fields));

    assertThat(String.join(" ", dns.servers())).isEqualTo(servers);
    assertThat(String.join(" ", dns.searches())).isEqualTo(searches);
    assertThat(String.join(" ", dns.options())).isEqualTo(options);
  }

  @Test
  void withoutServersOfTheClusterTheHostsAreAsked() {
    NameServers names = new NameServers(List.of(), "c.local", () -> HOST);

    assertThat(names.of(pod("'dnsPolicy':'ClusterFirst'"))).isEqualTo(HOST);
  }

  @Test
  void theHostsFileNamesThePodAndItsAliases() {
    Pod pod =
        pod(
            "'hostname':'p1','subdomain':'line',"
                + "'hostAliases':[{'ip':'192.0.2.9','hostnames':['plc','plc.line']}]");

    assertThat(HostsFile.text(pod, List.of("10.88.0.7"), "ignored", "c.local"))
        .contains("127.0.0.1\tlocalhost\n")
        .contains("10.88.0.7\tp1.line.plant.svc.c.local\tp1\n")
        .endsWith("192.0.2.9\tplc\tplc.line\n")
        .doesNotContain("ignored");
  }

  @Test
  void withTheHostsNetworkTheHostsFileIsTheHostsAndTheAliases() {
    Pod pod = pod("'hostNetwork':true,'hostAliases':[{'ip':'192.0.2.9','hostnames':['plc']}]");

    assertThat(HostsFile.text(pod, List.of("192.0.2.1"), "127.0.0.1 me", "c.local"))
        .isEqualTo("127.0.0.1 me\n192.0.2.9\tplc\n");
  }

  private static Pod pod(String fields) {
    return PodJson.pod("{" + fields + ",'containers':[{'name':'a','image':'i'}]}");
  }
}

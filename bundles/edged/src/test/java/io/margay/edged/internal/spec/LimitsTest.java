package io.margay.edged.internal.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.LinuxResources;
import io.margay.edged.internal.PodJson;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.Qos;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  private static final String CSV = "'requests':{%s},'limits':{%s}";
  private final Limits limits = new Limits(1L << 30);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      nullValues = "-",
      emptyValue = "",
      value = {
        // requests | limits | class | shares | quota | memory | oom
        "''|''|BEST_EFFORT|2|0|0|1000",
        "'cpu':'1'|''|BURSTABLE|1024|0|0|999",
        "'cpu':'1m'|''|BURSTABLE|2|0|0|999",
        "'cpu':'100m'|''|BURSTABLE|102|0|0|999",
        "'memory':'512Mi'|''|BURSTABLE|2|0|0|500",
        "'memory':'1Gi'|''|BURSTABLE|2|0|0|3",
        "''|'cpu':'1m'|BURSTABLE|2|1000|0|999",
        "''|'cpu':'500m'|BURSTABLE|512|50000|0|999",
        "''|'memory':'64Mi'|BURSTABLE|2|0|67108864|938",
        "''|'cpu':'2','memory':'64Mi'|GUARANTEED|2048|200000|67108864|-997",
        "'cpu':'2','memory':'64Mi'|'cpu':'2','memory':'64Mi'|GUARANTEED|2048|200000|67108864|-997",
        "'cpu':'1','memory':'64Mi'|'cpu':'2','memory':'64Mi'|BURSTABLE|1024|200000|67108864|938",
        "'cpu':'1000'|''|BURSTABLE|262144|0|0|999",
      })
  void aContainerGetsWhatItAsksFor(
      String requests, String most, Qos qos, long shares, long quota, long memory, int oom) {
    Pod pod =
        PodJson.containers(
            "{'name':'a','image':'i','resources':{"
                + CSV.formatted(requests.replace("''", ""), most.replace("''", ""))
                + "}}");

    assertThat(Qos.of(pod.spec())).isEqualTo(qos);
    assertThat(limits.container(pod, pod.spec().containers().get(0)))
        .isEqualTo(new LinuxResources(shares, quota, 100_000, memory, oom));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // init | sidecar | first | second | shares | quota | memory
        "-|-|100m 10|200m 20|307|30000|30",
        "-|-|100m 10|-|102|0|0",
        "1 5|-|100m 10|200m 20|1024|100000|30",
        "1 50|100m 10|100m 10|200m 20|1126|110000|60",
        "100m 1|300m 7|100m 10|200m 20|614|60000|37",
      })
  void aPodGetsWhatItsContainersNeedTogether(
      String init, String sidecar, String first, String second, long shares, long quota, long mem) {
    Pod pod =
        PodJson.pod(
            "{'initContainers':[%s,%s],'containers':[%s,%s]}"
                .formatted(
                    container("s", sidecar.equals("-") ? "0" : sidecar, true),
                    container("i", init.equals("-") ? "0" : init, false),
                    container("a", first, false),
                    container("b", second, false))
                .replace("NONE,", "")
                .replace("NONE", ""));

    assertThat(limits.pod(pod.spec()))
        .isEqualTo(new LinuxResources(shares, quota, 100_000, mem, 0));
  }

  private static String container(String name, String cpuAndMemory, boolean sidecar) {
    if (cpuAndMemory.equals("0")) {
      return "NONE";
    }
    String[] parts = cpuAndMemory.split(" ");
    String resources =
        parts.length == 1
            ? ""
            : ",'resources':{'limits':{'cpu':'%s','memory':'%s'}}".formatted(parts[0], parts[1]);
    return "{'name':'%s','image':'i'%s%s}"
        .formatted(name, sidecar ? ",'restartPolicy':'Always'" : "", resources);
  }
}

package io.margay.edged.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.internal.pod.PodTypes;
import io.margay.meta.ResourceKey;
import io.margay.meta.internal.SqliteMetaStore;
import io.margay.meta.internal.StoreLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeReporterTest {
  @TempDir Path folder;

  @Test
  void theLeaseIsRenewedWhileAnEngineKeepsTheReportWaiting() throws Exception {
    NodeIdentity identity = new NodeIdentity("edge", "192.0.2.1", Optional::empty);
    Machine machine = new Machine(Path.of("/"), folder);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    SqliteMetaStore meta = new SqliteMetaStore(folder, StoreLimits.DEFAULT, Clock.systemUTC());
    try {
      NodeReporter reporter =
          new NodeReporter(
              meta,
              identity,
              machine,
              new NodeDescription(identity, machine, "margay-1", 110),
              () -> silent(asked, answer),
              Set::of,
              Clock.systemUTC());
      Thread report = new Thread(reporter::report);
      report.start();
      asked.await();

      reporter.renewLease();

      assertThat(meta.get(new ResourceKey(PodTypes.LEASE, "kube-node-lease", "edge"))).isPresent();
      answer.countDown();
      report.join();
    } finally {
      meta.close();
    }
  }

  private static Optional<ContainerEngine> silent(CountDownLatch asked, CountDownLatch answer) {
    asked.countDown();
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }
}

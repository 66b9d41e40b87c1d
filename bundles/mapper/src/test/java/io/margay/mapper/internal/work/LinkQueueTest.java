package io.margay.mapper.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.mapper.internal.work.Job.Rank;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkQueueTest {
  private final ManualWorkers workers = new ManualWorkers();
  private final Links links = new Links(workers);
  private final LinkQueue link = links.join("tcp://a", 0);
  private final List<String> done = new ArrayList<>();

  @Test
  void writesGoBeforeReadsAndReadsByTheirDeadlines() {
    link.add(job(Rank.POLL, 30, "late poll"));
    link.add(job(Rank.POLL, 10, "early poll"));
    link.add(job(Rank.POLL, 10, "early poll, came later"));
    link.add(job(Rank.DEMAND, 99, "demand"));
    link.add(job(Rank.WRITE, 99, "write"));
    link.add(job(Rank.CLOSE, 99, "close"));

    workers.runAll();

    assertThat(done)
        .containsExactly(
            "close", "write", "demand", "early poll", "early poll, came later", "late poll");
  }

  @Test
  void deadlinesMayCrossTheEndOfTheClocksRange() {
    link.add(job(Rank.POLL, Long.MIN_VALUE + 5, "after"));
    link.add(job(Rank.POLL, Long.MAX_VALUE - 5, "before"));

    workers.runAll();

    assertThat(done).containsExactly("before", "after");
  }

  @Test
  void aJobThatThrowsDoesNotStopTheLink() {
    link.add(
        new Job(
            Rank.POLL,
            1,
            () -> {
              throw new IllegalStateException("oops");
            }));
    link.add(job(Rank.POLL, 2, "next"));

    try {
      workers.runAll();
    } catch (IllegalStateException expected) {
      workers.runAll();
    }

    assertThat(done).containsExactly("next");
  }

  @Test
  void aJobThatIsGivenUpLetsTheLinkGoOn() {
    Job[] stuck = new Job[1];
    stuck[0] =
        new Job(
            Rank.POLL,
            1,
            () -> {
              link.release(stuck[0]);
              workers.runAll();
              done.add("stuck");
            });
    link.add(stuck[0]);
    link.add(job(Rank.POLL, 2, "next"));

    workers.runAll();

    assertThat(done).containsExactly("next", "stuck");
    assertThat(link.running()).isNull();
  }

  @Test
  void aLinkIsThereAsLongAsADeviceIsOnIt() {
    assertThat(links.join("tcp://a", 0)).isSameAs(link);
    assertThat(links.rows()).singleElement().extracting(Links.LinkRow::devices).isEqualTo(2);

    links.leave(link);
    links.leave(link);

    assertThat(links.rows()).isEmpty();
  }

  private Job job(Rank rank, long deadline, String name) {
    return new Job(rank, deadline, () -> done.add(name));
  }
}

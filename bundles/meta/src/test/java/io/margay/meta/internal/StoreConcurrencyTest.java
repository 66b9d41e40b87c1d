package io.margay.meta.internal;

import static io.margay.meta.internal.Things.THING;
import static io.margay.meta.internal.Things.content;
import static io.margay.meta.internal.Things.key;
import static io.margay.meta.internal.Things.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.meta.Change;
import io.margay.meta.MetaException;
import io.margay.meta.Owner;
import io.margay.meta.Precondition;
import io.margay.meta.Resource;
import io.margay.meta.ResourceList;
import io.margay.meta.Selector;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StoreConcurrencyTest {
  private static final int CALLERS = 16;

  @TempDir Path var;
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private SqliteMetaStore store;

  @BeforeEach
  void open() {
    store = new SqliteMetaStore(var, StoreLimits.DEFAULT, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    callers.shutdownNow();
    store.close();
  }

  @Test
  void aFailingBatchLeavesItsNeighboursAlone() throws Exception {
    store.apply(new Change.Put(key("cloud"), Owner.CLOUD, content(key("cloud"), "{}")));

    List<Boolean> refused =
        fromAllCallers(
            caller -> {
              for (int i = 0; i < 20; i++) {
                String name = "c" + caller + "-" + i;
                if (caller % 2 == 0) {
                  store.apply(put(name, "{}"));
                } else {
                  try {
                    store.apply(List.of(put(name, "{}"), put("cloud", "{\"x\":1}")));
                    return false;
                  } catch (MetaException.Conflict expected) {
                    assertThat(store.get(key(name))).isEmpty();
                  }
                }
              }
              return true;
            });

    assertThat(refused).doesNotContain(false);
    assertThat(store.list(THING, Selector.ALL).items())
        .hasSize(1 + CALLERS / 2 * 20)
        .allMatch(r -> r.owner() == Owner.CLOUD || even(r.key().name()));
    assertThat(revisions(store.list(THING, Selector.ALL))).hasSize(1 + CALLERS / 2 * 20);
  }

  @Test
  void ofManyThatUpdateTheSameRevisionOneWinsEachTime() throws Exception {
    store.apply(put("counter", "{\"n\":0}"));

    fromAllCallers(
        caller -> {
          for (int i = 0; i < 10; ) {
            Resource read = store.get(key("counter")).orElseThrow();
            long next = read.generation();
            try {
              store.apply(
                  new Change.Put(
                      read.key(),
                      Owner.LOCAL,
                      content(read.key(), "{\"n\":" + next + "}"),
                      Precondition.unchanged(read)));
              i++;
            } catch (MetaException.Conflict lost) {
              Thread.onSpinWait();
            }
          }
          return true;
        });

    assertThat(store.get(key("counter")).orElseThrow().content())
        .contains("{\"n\":" + CALLERS * 10 + "}");
  }

  @Test
  void aListIsOneMomentThoughBatchesAreWritten() throws Exception {
    store.apply(List.of(put("left", "{\"n\":0}"), put("right", "{\"n\":0}")));
    Future<?> writer =
        callers.submit(
            () -> {
              for (int i = 1; i < 300; i++) {
                String spec = "{\"n\":" + i + "}";
                store.apply(List.of(put("left", spec), put("right", spec)));
              }
            });

    while (!writer.isDone()) {
      List<Resource> both = store.list(THING, Selector.ALL).items();
      assertThat(spec(both.get(0))).isEqualTo(spec(both.get(1)));
    }
    writer.get();
  }

  @Test
  void anInterruptedCallerStillLearnsHowItsWriteEnded() throws Exception {
    Thread.currentThread().interrupt();

    Resource made = store.apply(put("a", "{}")).orElseThrow();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.get(key("a"))).contains(made);
  }

  private interface Work {
    boolean run(int caller);
  }

  private List<Boolean> fromAllCallers(Work work) throws Exception {
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int caller = i;
      calls.add(() -> work.run(caller));
    }
    List<Boolean> answers = new ArrayList<>();
    for (Future<Boolean> answer : callers.invokeAll(calls, 50, TimeUnit.SECONDS)) {
      answers.add(answer.get());
    }
    return answers;
  }

  private static boolean even(String name) {
    return Integer.parseInt(name.substring(1, name.indexOf('-'))) % 2 == 0;
  }

  private static String spec(Resource resource) {
    return resource.content().substring(resource.content().indexOf("spec"));
  }

  private static Set<Long> revisions(ResourceList list) {
    Set<Long> revisions = new HashSet<>();
    list.items().forEach(resource -> revisions.add(resource.revision()));
    return revisions;
  }
}

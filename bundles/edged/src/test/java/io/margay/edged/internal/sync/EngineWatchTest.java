package io.margay.edged.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.edged.engine.PodIdentity;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An engine that is replaced by a newer one while the node runs. */
class EngineWatchTest {
  private final SteadyClock clock = new SteadyClock();
  private final MemoryEngine engine = new MemoryEngine(clock);
  private final EngineWatch watch =
      new EngineWatch(
          engine,
          clock,
          new EngineWatch.Listener() {
            @Override
            public void changed(PodIdentity pod, boolean there) {}

            @Override
            public void answers() {}
          },
          () -> {});

  @Test
  void anEngineWithoutEventsIsAskedForThemAgainOnlyWhenItComesBack() {
    engine.tellsEvents = false;
    second();
    engine.tellsEvents = true;
    second();
    assertThat(engine.listeners()).as("while it has not been away").isZero();

    engine.unavailable = true;
    second();
    engine.unavailable = false;
    second();
    second();

    assertThat(engine.listeners()).isEqualTo(1);
  }

  private void second() {
    clock.pass(Duration.ofSeconds(1));
    watch.tick();
  }
}

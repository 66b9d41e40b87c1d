package io.margay.dmi.driver.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Capability;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceLink;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DiscoveryRequest;
import io.margay.dmi.driver.DiscoverySink;
import io.margay.dmi.driver.DriverDescription;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.WriteResult;
import io.margay.dmi.driver.tck.DriverContract;
import io.margay.dmi.driver.tck.Rule;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The contract's tests pass a driver in good order, and each finds the flaw that it is there for.
 */
class DriverContractTest {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final AtomicBoolean IN_USE = new AtomicBoolean();

  /** One driver that is not as it should be, and the rule that must find it. */
  private record Flaw(String what, String rule, Supplier<DeviceDriver> driver) {}

  @TestFactory
  Stream<DynamicTest> aDriverInGoodOrderKeepsAllRules() {
    return DriverContract.testsFor(new LineDriverUnderTest(LineDriver::new));
  }

  @TestFactory
  Stream<DynamicTest> aFlawIsFoundByItsRule() {
    return flaws().stream()
        .map(flaw -> DynamicTest.dynamicTest(flaw.what(), () -> assertFound(flaw)));
  }

  @TestFactory
  Stream<DynamicTest> everyRuleHasAFlawThatItFinds() {
    List<String> tried = flaws().stream().map(Flaw::rule).toList();
    return DriverContract.rules().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.name(), () -> assertThat(tried).contains(rule.name())));
  }

  private static void assertFound(Flaw flaw) {
    Rule rule =
        DriverContract.rules().stream()
            .filter(candidate -> candidate.name().equals(flaw.rule()))
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(() -> rule.tryOn(new LineDriverUnderTest(flaw.driver())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("broken: " + rule.sentence());
  }

  private static List<Flaw> flaws() {
    List<Flaw> flaws = new ArrayList<>(flawsOfDescription());
    flaws.addAll(flawsOfConversation());
    flaws.addAll(flawsOutside());
    flaws.addAll(flawsOfSuccession());
    flaws.addAll(flawsOfLeaving());
    return flaws;
  }

  private static List<Flaw> flawsOfDescription() {
    return List.of(
        new Flaw(
            "another title each time",
            "describes itself completely, and always in the same way",
            () ->
                new LineDriver() {
                  @Override
                  public DriverDescription describe() {
                    return DriverDescription.of("line", "title " + COUNT.incrementAndGet());
                  }
                }),
        new Flaw(
            "a path without a place",
            "finds no mistake in a device that works, and tells mistakes with their place",
            () ->
                new LineDriver() {
                  @Override
                  public List<Problem> validate(DeviceSpec device) {
                    return super.validate(device).stream()
                        .map(problem -> new Problem("port", problem.found(), problem.expected()))
                        .toList();
                  }
                }),
        new Flaw(
            "no mistake is found at all",
            "finds no mistake in a device that works, and tells mistakes with their place",
            () ->
                new LineDriver() {
                  @Override
                  public List<Problem> validate(DeviceSpec device) {
                    return List.of();
                  }
                }),
        new Flaw(
            "a cast of what somebody wrote",
            "finds the mistakes of any nonsense, or can name its link",
            () ->
                new LineDriver() {
                  @Override
                  public List<Problem> validate(DeviceSpec device) {
                    int port = (Integer) device.settings().get("port");
                    return port < 65_536 ? List.of() : super.validate(device);
                  }
                }),
        new Flaw(
            "a connection to see whether it is there",
            "validates and links without I/O",
            () ->
                new LineDriver() {
                  @Override
                  public DeviceLink link(DeviceSpec device) {
                    try {
                      open(device, DriverState.NONE, Deadline.in(Duration.ofMillis(9))).close();
                    } catch (DriverException e) {
                      return super.link(device);
                    }
                    return super.link(device);
                  }
                }),
        new Flaw(
            "a file read to validate",
            "validates and links without I/O",
            () ->
                new LineDriver() {
                  @Override
                  public List<Problem> validate(DeviceSpec device) {
                    try (FileInputStream file = new FileInputStream("/etc/passwd")) {
                      file.read();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                    return super.validate(device);
                  }
                }),
        new Flaw(
            "a link with a number",
            "gives the same link for the same device",
            () ->
                new LineDriver() {
                  @Override
                  public DeviceLink link(DeviceSpec device) {
                    return DeviceLink.shared("line://" + COUNT.incrementAndGet());
                  }
                }));
  }

  private static List<Flaw> flawsOfConversation() {
    String once = "answers each property exactly once, again and again";
    return List.of(
        new Flaw(
            "two answers",
            once,
            () ->
                with(
                    sound ->
                        new FlawedSession(sound) {
                          @Override
                          public void read(ReadPlan plan, ReadingSink sink, Deadline deadline)
                              throws DriverException {
                            super.read(plan, sink, deadline);
                            super.read(plan, sink, deadline);
                          }
                        })),
        new Flaw(
            "no answers",
            once,
            () ->
                with(
                    sound ->
                        new FlawedSession(sound) {
                          @Override
                          public void read(ReadPlan plan, ReadingSink sink, Deadline deadline) {}
                        })),
        new Flaw(
            "always everything",
            "reads the properties that are asked for, and no other",
            () ->
                withDevice(
                    (device, sound) ->
                        new FlawedSession(sound) {
                          @Override
                          public ReadPlan plan(List<PropertySpec> properties) {
                            return super.plan(device.properties());
                          }
                        })),
        new Flaw(
            "a plan that asks the device",
            "makes the same plan for the same properties",
            () ->
                with(
                    sound ->
                        new FlawedSession(sound) {
                          @Override
                          public ReadPlan plan(List<PropertySpec> properties) {
                            try {
                              this.sound.ask("GET temp", Deadline.in(Duration.ofDays(1)));
                            } catch (DriverException e) {
                              throw new IllegalStateException(e);
                            }
                            return super.plan(properties);
                          }
                        })),
        new Flaw(
            "one failure for all",
            "keeps a failure to the property that fails",
            () ->
                with(
                    sound ->
                        new FlawedSession(sound) {
                          @Override
                          public void read(ReadPlan plan, ReadingSink sink, Deadline deadline)
                              throws DriverException {
                            this.sound.read(
                                plan,
                                new ForwardingSink(sink) {
                                  @Override
                                  public void bad(PropertySpec property, String reason) {
                                    throw new IllegalStateException(reason);
                                  }
                                },
                                deadline);
                          }
                        })),
        new Flaw(
            "properties kept from the opening",
            "accepts properties that have changed while the session is open",
            () ->
                withDevice(
                    (device, sound) ->
                        new FlawedSession(sound) {
                          @Override
                          public ReadPlan plan(List<PropertySpec> properties) {
                            return super.plan(
                                properties.stream()
                                    .map(property -> device.properties().get(property.index()))
                                    .toList());
                          }
                        })),
        new Flaw(
            "one result for all writes",
            "writes values, with one result for each",
            () ->
                with(
                    sound ->
                        new FlawedSession(sound) {
                          @Override
                          public List<WriteResult> write(
                              List<PropertyWrite> writes, Deadline deadline)
                              throws DriverException {
                            return super.write(writes, deadline).subList(0, 1);
                          }
                        })),
        new Flaw(
            "a method promised",
            "can do what it describes",
            () ->
                new LineDriver() {
                  @Override
                  public DriverDescription describe() {
                    return new DriverDescription(
                        "line", "Lines", List.of(), List.of(), Set.of(Capability.INVOKE));
                  }
                }),
        new Flaw(
            "no sign of life",
            "gives a sign of life",
            () ->
                with(
                    sound ->
                        new FlawedSession(sound) {
                          @Override
                          public void probe(Deadline deadline) {
                            throw new UnsupportedOperationException("probe");
                          }
                        })));
  }

  private static List<Flaw> flawsOutside() {
    Supplier<DeviceDriver> deafInOpen =
        () ->
            new LineDriver() {
              @Override
              public DeviceSession open(
                  DeviceSpec device, DriverState restored, Deadline deadline) {
                return forever();
              }
            };
    Supplier<DeviceDriver> deafInRead =
        () ->
            with(
                sound ->
                    new FlawedSession(sound) {
                      @Override
                      public void read(ReadPlan plan, ReadingSink sink, Deadline deadline) {
                        forever();
                      }
                    });
    return List.of(
        new Flaw(
            "a defect instead of words",
            "says in words that a device is away",
            () ->
                new LineDriver() {
                  @Override
                  public DeviceSession open(
                      DeviceSpec device, DriverState restored, Deadline deadline) {
                    try {
                      return super.open(device, restored, deadline);
                    } catch (DriverException e) {
                      throw new IllegalStateException(e);
                    }
                  }
                }),
        new Flaw("an endless opening", "keeps the deadline of open", deafInOpen),
        new Flaw("an endless reading", "keeps the deadline of read", deafInRead),
        new Flaw("a deaf opening", "ends open when it is interrupted", deafInOpen),
        new Flaw("a deaf reading", "ends read when it is interrupted", deafInRead),
        new Flaw(
            "a last word that is waited for",
            "closes without waiting for the peer",
            () ->
                with(
                    sound ->
                        new FlawedSession(sound) {
                          @Override
                          public void close() {
                            try {
                              this.sound.ask("BYE", Deadline.in(Duration.ofDays(1)));
                            } catch (DriverException e) {
                              super.close();
                            }
                          }
                        })),
        new Flaw(
            "an endless search",
            "looks for devices no longer than it may",
            () ->
                new LineDriver() {
                  @Override
                  public void discover(
                      DiscoveryRequest request, DiscoverySink found, Deadline deadline) {
                    forever();
                  }
                }));
  }

  private static List<Flaw> flawsOfSuccession() {
    return List.of(
        new Flaw(
            "a state that is refused",
            "takes up what a session before it handed over",
            () -> handingOver("text", values -> values.forEach((name, value) -> refuse(value)))),
        new Flaw(
            "a class of its own in the state",
            "hands over nothing of its own classes",
            () -> handingOver(new CountDownLatch(1), values -> {})),
        new Flaw(
            "a cast of what was handed over",
            "leaves a state unused that it does not understand",
            () -> handingOver(1L, values -> values.replaceAll((name, value) -> (Long) value + 1))),
        new Flaw(
            "one at a time, whoever asks",
            "serves a device beside another driver of its kind",
            () ->
                withDevice(
                    (device, sound) -> {
                      if (!IN_USE.compareAndSet(false, true)) {
                        throw new IllegalStateException("in use");
                      }
                      return new FlawedSession(sound) {
                        @Override
                        public void close() {
                          IN_USE.set(false);
                          super.close();
                        }
                      };
                    })));
  }

  private static List<Flaw> flawsOfLeaving() {
    return List.of(
        new Flaw(
            "a thread that stays",
            "leaves no thread behind",
            () ->
                with(
                    sound -> {
                      Thread thread = new Thread(DriverContractTest::forever, "left behind");
                      thread.setDaemon(true);
                      thread.start();
                      return sound;
                    })),
        new Flaw(
            "a connection that stays",
            "leaves no file or socket behind, over 50 conversations",
            () -> {
              List<DeviceSession> kept = new ArrayList<>();
              return with(
                  sound ->
                      new FlawedSession(sound) {
                        @Override
                        public void close() {
                          kept.add(sound);
                        }
                      });
            }),
        new Flaw(
            "a file that stays when nothing comes of it",
            "leaves nothing behind of 50 attempts to reach a device that is away",
            () -> {
              List<FileInputStream> kept = new ArrayList<>();
              return new LineDriver() {
                @Override
                public DeviceSession open(
                    DeviceSpec device, DriverState restored, Deadline deadline)
                    throws DriverException {
                  try {
                    kept.add(new FileInputStream("/etc/passwd"));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                  return super.open(device, restored, deadline);
                }
              };
            }),
        new Flaw("a static list that grows", "keeps no static state", RememberingDriver::new),
        new Flaw(
            "a hook in the JVM",
            "works from two class loaders at once, and both are collected afterwards",
            HookedDriver::new));
  }

  /** What one session leaves for the next, and what the next makes of it. */
  private static DeviceDriver handingOver(Object value, Consumer<Map<String, Object>> use) {
    return new LineDriver() {
      @Override
      public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
          throws DriverException {
        use.accept(new HashMap<>(restored.values()));
        return new FlawedSession(super.open(device, restored, deadline)) {
          @Override
          public DriverState handOver(Deadline until) {
            return new DriverState(1, Map.of("kept", value));
          }
        };
      }
    };
  }

  private static DeviceDriver with(Function<DeviceSession, DeviceSession> flaw) {
    return withDevice((device, sound) -> flaw.apply(sound));
  }

  private static DeviceDriver withDevice(
      BiFunction<DeviceSpec, DeviceSession, DeviceSession> flaw) {
    return new LineDriver() {
      @Override
      public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
          throws DriverException {
        return flaw.apply(device, super.open(device, restored, deadline));
      }
    };
  }

  private static void refuse(Object value) {
    throw new IllegalStateException("unexpected " + value);
  }

  /** Deaf to interrupts; its threads are daemons, so that it ends with the tests. */
  private static <T> T forever() {
    while (true) {
      LockSupport.parkNanos(1_000_000_000L);
      Thread.interrupted();
    }
  }
}

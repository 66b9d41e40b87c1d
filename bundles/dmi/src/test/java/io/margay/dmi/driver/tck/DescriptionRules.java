package io.margay.dmi.driver.tck;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceLink;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverDescription;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.SettingDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a driver says before anything is open. */
final class DescriptionRules {
  private static final Duration AT_ONCE = Duration.ofSeconds(2);
  private static final Pattern PLACE =
      Pattern.compile(
          "/spec/protocol/configData(/.*)?|/spec/properties/(\\d+)/visitors/configData(/.*)?");
  private static final List<Object> NONSENSE =
      List.of("", "x".repeat(10_000), -1, 1e300, true, List.of("x"), Map.of("x", List.of()));

  private DescriptionRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "describes itself completely, and always in the same way",
            "DeviceDriver.describe: What the driver speaks, understands and can do. Always the"
                + " same; no I/O.",
            DescriptionRules::describes),
        new Rule(
            "finds no mistake in a device that works, and tells mistakes with their place",
            "DeviceDriver.validate: all of them, with paths as Problem.path() asks for",
            DescriptionRules::validates),
        new Rule(
            "finds the mistakes of any nonsense, or can name its link",
            "DeviceDriver.validate: Finds the mistakes in a device's settings. DeviceDriver.link:"
                + " one that validate found no mistake in",
            DescriptionRules::survivesNonsense),
        new Rule(
            "validates and links without I/O",
            "DeviceDriver.validate and DeviceDriver.link: No I/O.",
            DescriptionRules::doesNoIo),
        new Rule(
            "gives the same link for the same device",
            "DeviceLink.name: the same for all devices that share it",
            DescriptionRules::linksAlike));
  }

  private static void describes(DriverUnderTest subject) {
    DeviceDriver driver = subject.create();
    DriverDescription description = driver.describe();

    Check.that(description != null, "describe() gave null");
    Check.that(!description.protocol().isBlank(), "describe() names no protocol");
    Check.that(!description.title().isBlank(), "describe() gives no title");
    described("device", description.deviceSettings());
    described("property", description.propertySettings());
    Check.that(
        driver.describe().equals(description),
        "describe() gave another description the second time");
    Check.that(
        subject.create().describe().equals(description),
        "a second driver describes itself in another way");
  }

  private static void described(String what, List<SettingDescription> settings) {
    Set<String> keys = new HashSet<>();
    for (SettingDescription setting : settings) {
      Check.that(
          keys.add(setting.key()), "describe() tells of %s setting %s twice", what, setting.key());
      Check.that(
          !setting.key().isBlank() && !setting.values().isBlank() && !setting.meaning().isBlank(),
          "describe() leaves something blank in %s",
          setting);
    }
  }

  private static void validates(DriverUnderTest subject) throws Exception {
    DeviceDriver driver = subject.create();
    try (Counterparty counterparty = subject.start()) {
      List<Problem> none = driver.validate(counterparty.device());
      Check.that(none.isEmpty(), "validate() found mistakes in a device that works: %s", none);
    }
    List<Problem> away = driver.validate(subject.away());
    Check.that(away.isEmpty(), "validate() found mistakes in a device that is away: %s", away);
    List<Problem> problems = driver.validate(subject.invalid());
    Check.that(!problems.isEmpty(), "validate() found no mistake in the invalid device");
    placed(problems, subject.invalid());
  }

  private static void placed(List<Problem> problems, DeviceSpec device) {
    for (Problem problem : problems) {
      var place = PLACE.matcher(problem.path());
      Check.that(place.matches(), "the path of problem \"%s\" is no place in the device", problem);
      String index = place.group(2);
      Check.that(
          index == null || Integer.parseInt(index) < device.properties().size(),
          "the path of problem \"%s\" names a property that the device has not",
          problem);
      Check.that(
          !problem.found().isBlank() && !problem.expected().isBlank(),
          "problem \"%s\" does not say what was found or what is expected",
          problem);
    }
  }

  private static void survivesNonsense(DriverUnderTest subject) throws Exception {
    DeviceDriver driver = subject.create();
    try (Counterparty counterparty = subject.start()) {
      for (DeviceSpec device : spoiled(counterparty.device())) {
        try {
          List<Problem> problems = driver.validate(device);
          placed(problems, device);
          if (problems.isEmpty()) {
            driver.link(device);
          }
        } catch (RuntimeException e) {
          throw new AssertionError("on the settings of %s: %s".formatted(device, e), e);
        }
      }
    }
  }

  /** The device with each of its settings left out, and replaced by each kind of nonsense. */
  private static List<DeviceSpec> spoiled(DeviceSpec device) {
    List<DeviceSpec> spoiled = new ArrayList<>();
    for (Map<String, Object> settings : spoiled(device.settings())) {
      spoiled.add(new DeviceSpec(device.device(), settings, device.properties()));
    }
    for (PropertySpec property : device.properties()) {
      for (Map<String, Object> settings : spoiled(property.settings())) {
        List<PropertySpec> properties = new ArrayList<>(device.properties());
        properties.set(
            properties.indexOf(property),
            new PropertySpec(
                property.index(),
                property.name(),
                property.type(),
                property.accessMode(),
                settings));
        spoiled.add(new DeviceSpec(device.device(), device.settings(), properties));
      }
    }
    return spoiled;
  }

  private static List<Map<String, Object>> spoiled(Map<String, Object> settings) {
    List<Map<String, Object>> spoiled = new ArrayList<>();
    spoiled.add(Map.of());
    for (String key : settings.keySet()) {
      Map<String, Object> without = new HashMap<>(settings);
      without.remove(key);
      spoiled.add(without);
      for (Object nonsense : NONSENSE) {
        Map<String, Object> replaced = new HashMap<>(settings);
        replaced.put(key, nonsense);
        spoiled.add(replaced);
      }
    }
    return spoiled;
  }

  private static void doesNoIo(DriverUnderTest subject) throws Exception {
    DeviceDriver driver = subject.create();
    try (SilentPeer taking = SilentPeer.takingConnections();
        SilentPeer deaf = SilentPeer.takingNone()) {
      List<DeviceSpec> devices =
          Stream.concat(
                  Stream.of(subject.away()),
                  Stream.of(taking.port(), deaf.port())
                      .flatMap(port -> subject.silent(port).stream()))
              .toList();
      Runnable ask =
          () ->
              devices.forEach(
                  device -> {
                    if (driver.validate(device).isEmpty()) {
                      driver.link(device);
                    }
                  });
      DriverThread thread = new DriverThread();
      String what = "validate() and link() of devices that do not answer";
      thread.call(what, AT_ONCE, () -> repeated(ask));
      int open = SystemCalls.openFiles();
      long calls =
          thread.call(what, AT_ONCE, () -> SystemCalls.readsAndWrites(() -> repeated(ask)));

      Check.that(!taking.wasCalled(), "validate() or link() opened a connection");
      Check.that(calls == 0, "validate() or link() read or wrote %d times", calls);
      Check.that(
          SystemCalls.openFiles() <= open, "validate() or link() left a file or socket open");
    }
  }

  /** Often enough that all classes are loaded by the time that somebody counts. */
  private static boolean repeated(Runnable action) {
    for (int i = 0; i < 20; i++) {
      action.run();
    }
    return true;
  }

  private static void linksAlike(DriverUnderTest subject) throws Exception {
    try (Counterparty counterparty = subject.start()) {
      DeviceDriver driver = subject.create();
      DeviceLink link = driver.link(counterparty.device());
      Check.that(link != null && !link.name().isBlank(), "link() gave %s", link);
      Check.that(
          driver.link(counterparty.device()).equals(link)
              && subject.create().link(counterparty.device()).equals(link),
          "link() gave %s, and something else the next time",
          link);
    }
  }
}

package io.margay.dmi.driver.tck;

import io.margay.dmi.driver.Capability;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.WriteResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What goes on in a session with a device that works. */
final class ConversationRules {
  private ConversationRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "answers each property exactly once, again and again",
            "DeviceSession.read: Every property of the plan gets exactly one answer in the sink",
            ConversationRules::readsAll),
        new Rule(
            "reads the properties that are asked for, and no other",
            "DeviceSession.plan: Compiles properties that are due together",
            ConversationRules::readsEachAlone),
        new Rule(
            "makes the same plan for the same properties",
            "DeviceSession.plan: No I/O: the same properties give the same requests",
            ConversationRules::plansAlike),
        new Rule(
            "keeps a failure to the property that fails",
            "DeviceSession.read: the failure of one property is an answer, not an exception",
            ConversationRules::isolatesFailure),
        new Rule(
            "accepts properties that have changed while the session is open",
            "DeviceSession: The properties of a device may change while its session stays open:"
                + " each call brings those that it concerns",
            ConversationRules::acceptsChange),
        new Rule(
            "writes values, with one result for each",
            "DeviceSession.write: one result for each write, in the same order",
            ConversationRules::writes),
        new Rule(
            "can do what it describes",
            "DriverDescription.capabilities: what a driver can do beyond reading and writing",
            ConversationRules::isCapable),
        new Rule(
            "gives a sign of life",
            "DeviceSession.probe: throws DriverException when it gives none",
            ConversationRules::probes));
  }

  private static void readsAll(DriverUnderTest subject) throws Exception {
    try (Counterparty counterparty = subject.start();
        Conversation conversation = open(subject, counterparty)) {
      for (int round = 0; round < 3; round++) {
        good(conversation.read(counterparty.device().properties()), counterparty.failing());
      }
    }
  }

  private static void readsEachAlone(DriverUnderTest subject) throws Exception {
    try (Counterparty counterparty = subject.start();
        Conversation conversation = open(subject, counterparty)) {
      for (PropertySpec property : counterparty.device().properties()) {
        good(conversation.read(List.of(property)), counterparty.failing());
      }
    }
  }

  private static void plansAlike(DriverUnderTest subject) throws Exception {
    try (Counterparty counterparty = subject.start();
        Conversation conversation = open(subject, counterparty)) {
      List<PropertySpec> properties = counterparty.device().properties();
      ReadPlan first = conversation.session().plan(properties);
      ReadPlan second = conversation.session().plan(properties);

      Check.that(
          first.requests() == second.requests(),
          "plan() made %d requests of the properties, and %d the next time",
          first.requests(),
          second.requests());
      Check.that(first.requests() >= 0, "a plan has %d requests", first.requests());
      SystemCalls.readsAndWrites(() -> conversation.session().plan(properties));
      long calls = SystemCalls.readsAndWrites(() -> conversation.session().plan(properties));
      Check.that(calls == 0, "plan() read or wrote %d times", calls);
    }
  }

  private static void isolatesFailure(DriverUnderTest subject) throws Exception {
    try (Counterparty counterparty = subject.start();
        Conversation conversation = open(subject, counterparty)) {
      Check.applies(!counterparty.failing().isEmpty(), "no property is said to fail alone");
      Map<String, Answers.Answer> answers = conversation.read(counterparty.device().properties());
      good(answers, counterparty.failing());
      for (String name : counterparty.failing()) {
        Check.that(
            answers.containsKey(name) && !answers.get(name).isGood(),
            "property %s was to fail, but gave %s",
            name,
            answers.get(name));
      }
    }
  }

  private static void acceptsChange(DriverUnderTest subject) throws Exception {
    try (Counterparty counterparty = subject.start()) {
      DeviceSpec device = counterparty.device();
      List<PropertySpec> turned = new ArrayList<>(device.properties());
      Collections.reverse(turned);
      List<PropertySpec> moved = renumbered(turned);
      DeviceSpec smaller =
          new DeviceSpec(
              device.device(), device.settings(), renumbered(turned.subList(0, turned.size() / 2)));
      try (Conversation conversation =
          Conversation.open(new DriverThread(), subject.create(), smaller)) {
        good(conversation.read(device.properties()), counterparty.failing());
        good(conversation.read(moved), counterparty.failing());
      }
    }
  }

  private static List<PropertySpec> renumbered(List<PropertySpec> properties) {
    List<PropertySpec> renumbered = new ArrayList<>();
    for (PropertySpec property : properties) {
      renumbered.add(
          new PropertySpec(
              renumbered.size(),
              property.name(),
              property.type(),
              property.accessMode(),
              property.settings()));
    }
    return renumbered;
  }

  private static void writes(DriverUnderTest subject) throws Exception {
    try (Counterparty counterparty = subject.start();
        Conversation conversation = open(subject, counterparty)) {
      Map<String, Object> wanted = counterparty.writable();
      Check.applies(!wanted.isEmpty(), "no property is said to be writable");
      List<PropertySpec> properties =
          counterparty.device().properties().stream()
              .filter(property -> wanted.containsKey(property.name()))
              .toList();
      List<WriteResult> results =
          conversation.write(
              properties.stream()
                  .map(property -> new PropertyWrite(property, wanted.get(property.name())))
                  .toList());

      Check.that(
          results.size() == properties.size(),
          "%d writes gave %d results",
          properties.size(),
          results.size());
      results.forEach(
          result -> Check.that(result.failure() == null, "a write failed: %s", result.failure()));
      conversation
          .read(properties)
          .forEach(
              (name, answer) ->
                  Check.that(
                      alike(answer.value(), wanted.get(name)),
                      "%s was written to property %s, which then gave %s",
                      wanted.get(name),
                      name,
                      answer));
    }
  }

  private static boolean alike(Object one, Object other) {
    if (one instanceof Number && other instanceof Number) {
      return ((Number) one).doubleValue() == ((Number) other).doubleValue();
    }
    return String.valueOf(one).equals(String.valueOf(other));
  }

  private static void isCapable(DriverUnderTest subject) throws Exception {
    DeviceDriver driver = subject.create();
    Set<Capability> capabilities = driver.describe().capabilities();
    try (Counterparty counterparty = subject.start();
        Conversation conversation =
            Conversation.open(new DriverThread(), driver, counterparty.device())) {
      if (capabilities.contains(Capability.INVOKE)) {
        refusesUnknownMethod(conversation);
      }
      if (capabilities.contains(Capability.SUBSCRIBE)) {
        List<PropertySpec> properties = counterparty.device().properties();
        List<PropertySpec> told =
            conversation
                .session()
                .subscribe(properties, new Answers(), Deadline.in(DriverThread.AMPLE));
        Check.that(
            properties.containsAll(told), "subscribe() gave %s, which nobody asked for", told);
      }
      if (capabilities.contains(Capability.DISCOVER)) {
        Check.that(
            subject.discovery().isPresent(),
            "DISCOVER is described, so state a request in DriverUnderTest.discovery()");
      }
    }
  }

  private static void refusesUnknownMethod(Conversation conversation) {
    try {
      conversation
          .session()
          .invoke("there-is-no-such-method", Map.of(), Deadline.in(DriverThread.AMPLE));
      throw new AssertionError("invoke() ran a method that there cannot be");
    } catch (IllegalArgumentException | DriverException expected) {
      Check.that(expected.getMessage() != null, "invoke() refuses a method without a reason");
    }
  }

  private static void probes(DriverUnderTest subject) throws Exception {
    try (Counterparty counterparty = subject.start();
        Conversation conversation = open(subject, counterparty)) {
      conversation.session().probe(Deadline.in(DriverThread.AMPLE));
    }
  }

  private static Conversation open(DriverUnderTest subject, Counterparty counterparty)
      throws Exception {
    return Conversation.open(new DriverThread(), subject.create(), counterparty.device());
  }

  /** All have a value, but for those that are meant to fail. */
  static void good(Map<String, Answers.Answer> answers, Set<String> failing) {
    answers.forEach(
        (name, answer) -> {
          if (failing.contains(name)) {
            return;
          }
          Check.that(answer.isGood(), "property %s is bad: %s", name, answer.reason());
          Object value = answer.value();
          Check.that(
              value instanceof Boolean
                  || value instanceof Number
                  || value instanceof String
                  || value instanceof byte[],
              "property %s has the value %s, which is no Boolean, Number, String or byte[]",
              name,
              value);
        });
  }
}

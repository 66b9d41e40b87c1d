package io.margay.dmi.driver.tck;

import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What happens when one version of a driver takes the place of another. */
final class SuccessionRules {
  private SuccessionRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "takes up what a session before it handed over",
            "DeviceDriver.open: restored is what an earlier session of this device handed over",
            SuccessionRules::takesUp),
        new Rule(
            "hands over nothing of its own classes",
            "DriverState: It outlives the driver that made it, so it holds nothing of the driver's"
                + " classes.",
            SuccessionRules::handsOverPlainValues),
        new Rule(
            "leaves a state unused that it does not understand",
            "DeviceDriver.open: A state that this version does not understand is left unused",
            SuccessionRules::ignoresNonsense),
        new Rule(
            "serves a device beside another driver of its kind",
            "DeviceDriver: Two versions of a driver may run side by side while devices move from"
                + " one to the other.",
            SuccessionRules::sideBySide));
  }

  private static void takesUp(DriverUnderTest subject) throws Exception {
    try (Counterparty counterparty = subject.start()) {
      opensWith(subject, counterparty, handedOver(subject, counterparty));
    }
  }

  private static void handsOverPlainValues(DriverUnderTest subject) throws Exception {
    try (Counterparty counterparty = subject.start()) {
      handedOver(subject, counterparty).values().forEach(SuccessionRules::plain);
    }
  }

  private static void plain(String name, Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> plain(name + "." + key, inner));
    } else if (value instanceof List<?> list) {
      list.forEach(inner -> plain(name + "[]", inner));
    } else {
      Check.that(
          value instanceof String
              || value instanceof Boolean
              || value instanceof byte[]
              || value instanceof Number && value.getClass().getName().startsWith("java."),
          "handOver() gives %s as a %s",
          name,
          value.getClass().getName());
    }
  }

  private static void ignoresNonsense(DriverUnderTest subject) throws Exception {
    try (Counterparty counterparty = subject.start()) {
      DriverState own = handedOver(subject, counterparty);
      Map<String, Object> wrong = new HashMap<>();
      own.values().forEach((name, value) -> wrong.put(name, "nonsense"));
      wrong.put("nonsense", List.of(Map.of("x", 1), true));

      opensWith(subject, counterparty, new DriverState(Integer.MAX_VALUE, own.values()));
      opensWith(subject, counterparty, new DriverState(own.schema(), wrong));
      opensWith(subject, counterparty, new DriverState(-1, wrong));
    }
  }

  private static void sideBySide(DriverUnderTest subject) throws Exception {
    try (Counterparty counterparty = subject.start()) {
      DeviceDriver one = subject.create();
      DeviceDriver other = subject.create();
      DeviceSpec device = counterparty.device();
      Check.that(one != other, "DriverUnderTest.create() gave the same driver twice");
      Check.applies(
          !one.link(device).exclusive(), "the link of the device takes one conversation at a time");
      DriverThread thread = new DriverThread();
      try (Conversation first = Conversation.open(thread, one, device);
          Conversation second = Conversation.open(thread, other, device)) {
        ConversationRules.good(first.read(device.properties()), counterparty.failing());
        ConversationRules.good(second.read(device.properties()), counterparty.failing());
        ConversationRules.good(first.read(device.properties()), counterparty.failing());
      }
    }
  }

  private static DriverState handedOver(DriverUnderTest subject, Counterparty counterparty)
      throws Exception {
    try (Conversation conversation =
        Conversation.open(new DriverThread(), subject.create(), counterparty.device())) {
      conversation.read(counterparty.device().properties());
      DriverState state = conversation.handOver();
      Check.that(state != null, "handOver() gave null; DriverState.NONE is nothing");
      return state;
    }
  }

  private static void opensWith(
      DriverUnderTest subject, Counterparty counterparty, DriverState state) throws Exception {
    DeviceSpec device = counterparty.device();
    try (Conversation conversation =
        Conversation.open(new DriverThread(), subject.create(), device, state)) {
      ConversationRules.good(conversation.read(device.properties()), counterparty.failing());
    } catch (RuntimeException e) {
      throw new AssertionError("with %s: %s".formatted(state, e), e);
    }
  }
}

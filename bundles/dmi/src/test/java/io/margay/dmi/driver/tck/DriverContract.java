package io.margay.dmi.driver.tck;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tries a driver against every sentence of the driver SPI that can be tried.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> keepsTheContract() {
 *   return DriverContract.testsFor(new MyDriverUnderTest());
 * }
 * }</pre>
 */
public final class DriverContract {
  private DriverContract() {}

  /** One test for each rule. */
  public static Stream<DynamicTest> testsFor(DriverUnderTest subject) {
    return rules().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> rule.tryOn(subject)));
  }

  /** All rules, in the order in which a driver comes to meet them. */
  public static List<Rule> rules() {
    return Stream.of(
            DescriptionRules.all(),
            ConversationRules.all(),
            OutsideRules.all(),
            SuccessionRules.all(),
            LeavingRules.all())
        .flatMap(List::stream)
        .toList();
  }
}

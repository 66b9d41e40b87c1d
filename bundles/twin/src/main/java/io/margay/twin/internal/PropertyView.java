package io.margay.twin.internal;

import io.margay.dmi.PropertyType;
import org.jspecify.annotations.Nullable;

/**
 * One property of a twin at an instant.
 *
 * @param type null when no model gives one: a property that a program made up
 * @param unit empty when there is none
 * @param madeUp whether a program made it up; no manifest has it
 * @param optional whether a program may delete it: only those that programs made up
 * @param expected what it should be; null when nobody wishes for anything
 * @param actual what was last reported; null when nothing was
 * @param attempt what became of the tries to make it so; null when nobody tried
 */
public record PropertyView(
    String name,
    @Nullable PropertyType type,
    String typeName,
    String unit,
    boolean readOnly,
    boolean madeUp,
    boolean optional,
    @Nullable Expected expected,
    @Nullable Reading actual,
    @Nullable Attempt attempt,
    TwinVersion expectedVersion,
    TwinVersion actualVersion) {

  /** The property with only those sides that a request set. */
  public PropertyView asAnswerTo(PropertyUpdate request) {
    return with(
        request.expected() == null ? null : expected, request.actual() == null ? null : actual);
  }

  /** The same property with other sides. */
  PropertyView with(@Nullable Expected otherExpected, @Nullable Reading otherActual) {
    return new PropertyView(
        name,
        type,
        typeName,
        unit,
        readOnly,
        madeUp,
        optional,
        otherExpected,
        otherActual,
        attempt,
        expectedVersion,
        actualVersion);
  }

  /** Why the device did not take the expected value; null when it did or nobody tried. */
  public @Nullable String failure() {
    return attempt == null ? null : attempt.failure();
  }

  /** Whether something is wished for that is not so, or not known to be so. */
  public boolean differs() {
    return expected != null
        && !expected.value().isEmpty()
        && (actual == null || !ValueText.same(expected.value(), actual.text(), type));
  }
}

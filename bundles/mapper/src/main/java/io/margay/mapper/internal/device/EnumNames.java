package io.margay.mapper.internal.device;

import io.margay.dmi.driver.Settings;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names that people give to the numbers of a device: 0 is stopped, 1 is running. */
final class EnumNames {
  private static final String KEY = "enum";
  private static final String EXPECTED =
      "names by whole number, such as {\"0\": stopped, \"1\": running}, or a list of them; on, off,"
          + " yes and no in quotes";

  private final Map<Long, String> names;
  private final Set<String> known;

  private EnumNames(Map<Long, String> names) {
    this.names = names;
    this.known = Set.copyOf(names.values());
  }

  /** The names that a property's settings give; empty when they give none, or wrong ones. */
  static Optional<EnumNames> of(Settings settings) {
    if (!settings.has(KEY)) {
      return Optional.empty();
    }
    Map<Long, String> names = new LinkedHashMap<>();
    boolean sound = read(stated(settings), names);
    if (!sound || names.isEmpty()) {
      settings.complain(KEY, EXPECTED);
      return Optional.empty();
    }
    return Optional.of(new EnumNames(names));
  }

  /** The name of a number; where it has none, the number in digits. */
  String nameOrNumber(BigDecimal number) {
    String name = isLong(number) ? names.get(number.longValue()) : null;
    return name != null ? name : number.stripTrailingZeros().toPlainString();
  }

  /** Why what {@link #nameOrNumber} gave is doubtful; null when it is a name. */
  @Nullable String doubt(Object value) {
    return known.contains(value) ? null : value + " has no name; known are " + this;
  }

  /** The number that has this name, or that the text states itself. */
  Long number(String text) throws UnfitValueException {
    String stripped = text.strip();
    for (Map.Entry<Long, String> entry : names.entrySet()) {
      if (entry.getValue().equals(stripped) || String.valueOf(entry.getKey()).equals(stripped)) {
        return entry.getKey();
      }
    }
    throw new UnfitValueException(
        Numbers.quoted(text) + " is none of " + String.join(", ", names.values()));
  }

  @Override
  public String toString() {
    return names.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static @Nullable Object stated(Settings settings) {
    return settings.data().entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(KEY))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static boolean read(@Nullable Object stated, Map<Long, String> names) {
    if (stated instanceof List<?> list) {
      long number = 0;
      for (Object name : list) {
        if (!add(names, number++, name)) {
          return false;
        }
      }
      return true;
    }
    return stated instanceof Map<?, ?> map
        && map.entrySet().stream().allMatch(e -> add(names, number(e.getKey()), e.getValue()));
  }

  private static boolean add(
      Map<Long, String> names, @Nullable Long number, @Nullable Object name) {
    if (number == null || !(name instanceof String || name instanceof Number)) {
      return false;
    }
    String text = String.valueOf(name).strip();
    boolean fresh = !text.isEmpty() && !names.containsValue(text);
    return fresh && names.put(number, text) == null;
  }

  private static @Nullable Long number(Object key) {
    try {
      BigDecimal number = Numbers.decimal(String.valueOf(key));
      return isLong(number) ? Long.valueOf(number.longValue()) : null;
    } catch (UnfitValueException e) {
      return null;
    }
  }

  private static boolean isLong(BigDecimal number) {
    return number.compareTo(BigDecimal.valueOf(number.longValue())) == 0;
  }
}

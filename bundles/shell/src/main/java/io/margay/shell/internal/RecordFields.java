package io.margay.shell.internal;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the components of any bundle's record, whatever the visibility of its type. */
final class RecordFields {
  private RecordFields() {}

  /** {@code lastSeen} reads as {@code last seen}. */
  static List<String> names(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(component -> spaced(component.getName()))
        .toList();
  }

  static List<Cell> cells(Object one) {
    return values(one).stream().map(Cell::of).toList();
  }

  /**
   * One {@code name: value} line per component; a component that holds records is a table below
   * these lines.
   */
  static String lines(Object one) {
    List<String> names = names(one.getClass());
    List<@Nullable Object> values = values(one);
    int width = names.stream().mapToInt(String::length).max().orElse(0) + 1;
    List<String> lines = new ArrayList<>();
    List<String> tables = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof List<?> many && Table.isTable(many)) {
        tables.add("\n" + Table.of(many));
      } else {
        lines.add(
            ("%-" + width + "s %s").formatted(names.get(i) + ":", Cell.of(values.get(i)).text()));
      }
    }
    lines.addAll(tables);
    return String.join("\n", lines);
  }

  /** All components on one line, for a record inside something else. */
  static String oneLine(Object one) {
    List<String> names = names(one.getClass());
    List<Cell> cells = cells(one);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      parts.add(names.get(i) + "=" + cells.get(i).text());
    }
    return parts.stream().collect(Collectors.joining(" ", "{", "}"));
  }

  private static List<@Nullable Object> values(Object one) {
    List<@Nullable Object> values = new ArrayList<>();
    for (RecordComponent component : one.getClass().getRecordComponents()) {
      values.add(read(component.getAccessor(), one));
    }
    return values;
  }

  private static @Nullable Object read(Method accessor, Object one) {
    try {
      accessor.setAccessible(true);
      return accessor.invoke(one);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "%s.%s cannot be read".formatted(one.getClass().getName(), accessor.getName()), e);
    }
  }

  private static String spaced(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}

package io.margay.shell.internal;

import java.util.Collection;
import java.util.List;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Prints what commands return: a collection of records as a table, one record as {@code name:
 * value} lines. It leaves everything else to Gogo and other converters.
 */
@Component
public final class RecordConverter implements Converter {

  @Override
  public @Nullable Object convert(Class<?> desiredType, Object in) {
    return null;
  }

  @Override
  public @Nullable CharSequence format(Object target, int level, Converter escape) {
    if (target instanceof Record one) {
      return switch (level) {
        case Converter.INSPECT -> RecordFields.lines(one);
        case Converter.LINE -> RecordFields.oneLine(one);
        default -> null;
      };
    }
    return level == Converter.INSPECT && target instanceof Collection<?> many ? table(many) : null;
  }

  private static @Nullable CharSequence table(Collection<?> many) {
    if (many.isEmpty()) {
      return "(none)";
    }
    return Table.isTable(many) ? Table.of(List.copyOf(many)).toString() : null;
  }
}

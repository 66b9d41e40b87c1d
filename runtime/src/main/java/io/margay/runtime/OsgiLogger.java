package io.margay.runtime;

import io.margay.runtime.NodeLog.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.Logger;

/**
 * The one rule behind the forty methods of OSGi's {@link Logger}: {@code error(…)}, {@code warn(…)}
 * and so on write a line of that level, {@code isErrorEnabled()} and so on say that it is wanted.
 */
final class OsgiLogger implements InvocationHandler {
  private static final Map<String, Level> LEVELS =
      Map.of(
          "audit", Level.INFO,
          "error", Level.ERROR,
          "warn", Level.WARN,
          "info", Level.INFO,
          "debug", Level.DEBUG);

  private final String name;
  private final boolean usesPrintf;
  private final NodeLog log;

  private OsgiLogger(String name, boolean usesPrintf, NodeLog log) {
    this.name = name;
    this.usesPrintf = usesPrintf;
    this.log = log;
  }

  static <L extends Logger> L create(Class<L> type, String name, NodeLog log) {
    OsgiLogger rule = new OsgiLogger(name, FormatterLogger.class.isAssignableFrom(type), log);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, rule));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
    Level level = LEVELS.get(method.getName());
    if (level != null && arguments != null && arguments[0] instanceof String format) {
      log.log(level, name, message(format, flatten(arguments)));
      return null;
    }
    return switch (method.getName()) {
      case "isErrorEnabled", "isWarnEnabled", "isInfoEnabled" -> true;
      case "isDebugEnabled", "isTraceEnabled" -> false;
      case "getName", "toString" -> name;
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> arguments != null && proxy == arguments[0];
      default -> null;
    };
  }

  private String message(String format, List<Object> arguments) {
    List<Object> values = new ArrayList<>(arguments);
    String cause = "";
    if (!values.isEmpty() && values.get(values.size() - 1) instanceof Throwable failure) {
      values.remove(values.size() - 1);
      cause = ": " + Reason.of(failure);
    }
    if (usesPrintf) {
      return format.formatted(values.toArray()) + cause;
    }
    String text = format;
    for (Object value : values) {
      text = text.replaceFirst("\\{}", Matcher.quoteReplacement(String.valueOf(value)));
    }
    return text + cause;
  }

  /** The arguments after the format, whether passed one by one or as an array. */
  private static List<Object> flatten(Object[] arguments) {
    return arguments.length == 2 && arguments[1] instanceof Object[] many
        ? Arrays.asList(many)
        : Arrays.asList(arguments).subList(1, arguments.length);
  }
}

package io.margay.shell.internal;

import io.margay.shell.internal.CommandDescription.Argument;
import io.margay.shell.internal.CommandDescription.Option;
import io.margay.shell.internal.CommandDescription.Usage;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Finds the commands that are there now, by the two properties that make a service a command. */
final class CommandCatalog {
  private static final String COMMANDS =
      "(&(%s=*)(%s=*))"
          .formatted(CommandProcessor.COMMAND_SCOPE, CommandProcessor.COMMAND_FUNCTION);

  private final BundleContext context;

  CommandCatalog(BundleContext context) {
    this.context = context;
  }

  List<CommandDescription> all() {
    List<CommandDescription> found = new ArrayList<>();
    for (ServiceReference<?> reference : references()) {
      Object service = context.getService(reference);
      if (service != null) {
        String scope = String.valueOf(reference.getProperty(CommandProcessor.COMMAND_SCOPE));
        for (String function : functions(reference)) {
          found.add(describe(scope, function, service.getClass()));
        }
        context.ungetService(reference);
      }
    }
    return found.stream().sorted(CommandDescription.BY_NAME).toList();
  }

  private List<ServiceReference<?>> references() {
    try {
      ServiceReference<?>[] found = context.getAllServiceReferences(null, COMMANDS);
      return found == null ? List.of() : List.of(found);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> functions(ServiceReference<?> reference) {
    Object functions = reference.getProperty(CommandProcessor.COMMAND_FUNCTION);
    return functions instanceof Object[] many
        ? Arrays.stream(many).map(String::valueOf).toList()
        : List.of(String.valueOf(functions));
  }

  static CommandDescription describe(String scope, String function, Class<?> type) {
    List<Usage> usages =
        Arrays.stream(type.getMethods())
            .filter(method -> implementsFunction(method, function))
            .sorted(Comparator.comparingInt(Method::getParameterCount))
            .map(CommandCatalog::usage)
            .toList();
    return new CommandDescription(scope, function, usages);
  }

  /** Gogo's own rule: the name in any case, as a getter or setter, or behind an underscore. */
  private static boolean implementsFunction(Method method, String function) {
    String name = method.getName().toLowerCase(Locale.ROOT);
    String wanted = function.toLowerCase(Locale.ROOT);
    return name.equals(wanted)
        || name.equals("_" + wanted)
        || name.equals("get" + wanted)
        || name.equals("set" + wanted)
        || name.equals("is" + wanted);
  }

  private static Usage usage(Method method) {
    List<Option> options = new ArrayList<>();
    List<Argument> arguments = new ArrayList<>();
    for (java.lang.reflect.Parameter parameter : method.getParameters()) {
      Parameter option = parameter.getAnnotation(Parameter.class);
      if (option != null) {
        options.add(option(parameter, option));
      } else if (!CommandSession.class.isAssignableFrom(parameter.getType())) {
        arguments.add(argument(parameter));
      }
    }
    return new Usage(text(method), options, arguments);
  }

  private static Option option(java.lang.reflect.Parameter parameter, Parameter option) {
    return new Option(
        List.of(option.names()),
        !Parameter.UNSPECIFIED.equals(option.presentValue()),
        typeName(parameter.getType()),
        Parameter.UNSPECIFIED.equals(option.absentValue()) ? "" : option.absentValue(),
        text(parameter));
  }

  private static Argument argument(java.lang.reflect.Parameter parameter) {
    boolean isMany = parameter.getType().isArray() || parameter.getType() == List.class;
    return new Argument(
        parameter.isNamePresent() ? parameter.getName() : typeName(parameter.getType()),
        isMany,
        text(parameter));
  }

  private static String typeName(Class<?> type) {
    Class<?> element = type.isArray() ? type.getComponentType() : type;
    return element.getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String text(AnnotatedElement element) {
    Descriptor descriptor = element.getAnnotation(Descriptor.class);
    return descriptor == null ? "" : descriptor.value();
  }
}

package io.margay.shell.internal;

import java.util.Arrays;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Lets {@code stop}, {@code update}, {@code headers} and the like take a bundle's id or its
 * symbolic name. Gogo has this in its own shell only, which is not part of the node.
 */
@Component
public final class BundleConverter implements Converter {
  private final BundleContext context;

  @Activate
  public BundleConverter(BundleContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Object convert(Class<?> desiredType, Object in) {
    if (desiredType != Bundle.class) {
      return null;
    }
    String text = in.toString();
    return text.matches("[0-9]{1,18}") ? context.getBundle(Long.parseLong(text)) : named(text);
  }

  private @Nullable Bundle named(String symbolicName) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElse(null);
  }

  @Override
  public @Nullable CharSequence format(Object target, int level, Converter escape) {
    return null;
  }
}

package io.margay.shell.internal;

import java.util.Arrays;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Finds the bundle that a person means by a number or a symbolic name, for {@code stop 24} and
 * {@code update io.margay.bus}.
 */
@Component(service = Converter.class)
public final class BundleConverter implements Converter {
  private final BundleContext framework;

  /** Looks among all bundles of the node. */
  @Activate
  public BundleConverter(BundleContext context) {
    this.framework = context.getBundle(0).getBundleContext();
  }

  @Override
  public @Nullable Object convert(Class<?> desiredType, Object in) {
    return desiredType == Bundle.class ? find(in.toString()) : null;
  }

  @Override
  public @Nullable CharSequence format(Object target, int level, Converter escape) {
    return null;
  }

  private @Nullable Bundle find(String wanted) {
    if (wanted.matches("\\d{1,9}")) {
      return framework.getBundle(Long.parseLong(wanted));
    }
    return Arrays.stream(framework.getBundles())
        .filter(bundle -> wanted.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElse(null);
  }
}

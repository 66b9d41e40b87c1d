package io.margay.runtime;

import io.margay.runtime.NodeLog.Level;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Brings what Felix's own bundles have to say (a driver that does not resolve, a component that
 * does not start) into the node's log, one line each.
 */
@SuppressWarnings("deprecation") // File Install and others still call the methods of OSGi R6
final class OsgiLogService implements LogService {
  private final NodeLog log;
  private final String name;

  private OsgiLogService(NodeLog log, String name) {
    this.log = log;
    this.name = name;
  }

  /** Each bundle gets a log service that names it. */
  static void publish(BundleContext context, NodeLog log) {
    context.registerService(
        new String[] {LogService.class.getName(), LoggerFactory.class.getName()},
        new PerBundle(log),
        null);
  }

  @Override
  public void log(int level, String message) {
    log(level, message, null);
  }

  @Override
  public void log(int level, String message, @Nullable Throwable failure) {
    Level known =
        switch (level) {
          case LOG_ERROR -> Level.ERROR;
          case LOG_WARNING -> Level.WARN;
          case LOG_INFO -> Level.INFO;
          default -> Level.DEBUG;
        };
    log.log(known, name, failure == null ? message : message + ": " + Reason.of(failure));
  }

  @Override
  public void log(@Nullable ServiceReference<?> about, int level, String message) {
    log(level, message, null);
  }

  @Override
  public void log(
      @Nullable ServiceReference<?> about, int level, String message, @Nullable Throwable failure) {
    log(level, message, failure);
  }

  @Override
  public Logger getLogger(String ignored) {
    return getLogger(ignored, Logger.class);
  }

  @Override
  public Logger getLogger(Class<?> ignored) {
    return getLogger(name, Logger.class);
  }

  @Override
  public <L extends Logger> L getLogger(String ignored, Class<L> type) {
    return OsgiLogger.create(type, name, log);
  }

  @Override
  public <L extends Logger> L getLogger(Class<?> ignored, Class<L> type) {
    return OsgiLogger.create(type, name, log);
  }

  @Override
  public <L extends Logger> L getLogger(Bundle bundle, String ignored, Class<L> type) {
    return OsgiLogger.create(type, shortName(bundle), log);
  }

  /** {@code org.apache.felix.fileinstall} logs as {@code fileinstall}. */
  private static String shortName(Bundle bundle) {
    String full = String.valueOf(bundle.getSymbolicName());
    return full.substring(full.lastIndexOf('.') + 1);
  }

  private static final class PerBundle implements ServiceFactory<Object> {
    private final NodeLog log;

    PerBundle(NodeLog log) {
      this.log = log;
    }

    @Override
    public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
      return new OsgiLogService(log, shortName(bundle));
    }

    @Override
    public void ungetService(
        Bundle bundle, ServiceRegistration<Object> registration, Object service) {
      // nothing is held for a bundle
    }
  }
}

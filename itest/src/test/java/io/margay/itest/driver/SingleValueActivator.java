package io.margay.itest.driver;

import io.margay.dmi.driver.DeviceDriver;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Publishes the driver that the bundle's manifest describes. */
public final class SingleValueActivator implements BundleActivator {
  static final String PROTOCOL = "Test-Protocol";
  static final String VALUE = "Test-Value";
  static final String FAULT = "Test-Fault";

  @Override
  public void start(BundleContext context) {
    String protocol = context.getBundle().getHeaders().get(PROTOCOL);
    int value = Integer.parseInt(context.getBundle().getHeaders().get(VALUE));
    String fault = context.getBundle().getHeaders().get(FAULT);
    context.registerService(
        DeviceDriver.class,
        new SingleValueDriver(protocol, value, fault == null ? "none" : fault),
        null);
  }

  @Override
  public void stop(BundleContext context) {
    // The framework withdraws the service.
  }
}

package io.margay.driver.plc4x.internal.plc;

import java.lang.reflect.Field;
import java.security.Provider;
import java.security.Security;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.plc4x.java.api.model.PlcSubscriptionHandle;
import org.apache.plc4x.java.opcua.context.SecureChannel;
import org.apache.plc4x.java.opcua.protocol.OpcuaSubscriptionHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What PLC4X 0.13.1 starts and never ends: two executors in static fields of its OPC UA, the timer
 * of each OPC UA subscription, and Bouncy Castle among the security providers of the JVM.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final String BOUNCY_CASTLE = "BC";

  private Leftovers() {}

  /** Ends all of it. PLC4X is of no use in this class loader from then on. */
  static void end() {
    SecureChannel.KEEP_ALIVE_EXECUTOR.shutdownNow();
    if (field(OpcuaSubscriptionHandle.class, "EXECUTOR", null) instanceof ExecutorService timer) {
      timer.shutdownNow();
    }
    Provider provider = Security.getProvider(BOUNCY_CASTLE);
    if (provider != null
        && provider.getClass().getClassLoader() == Leftovers.class.getClassLoader()) {
      Security.removeProvider(BOUNCY_CASTLE);
    }
  }

  /** Ends the timer of a subscription. */
  static void end(PlcSubscriptionHandle handle) {
    if (handle instanceof OpcuaSubscriptionHandle
        && field(OpcuaSubscriptionHandle.class, "publishTask", handle) instanceof Future<?> timer) {
      timer.cancel(true);
    }
  }

  private static Object field(Class<?> type, String name, @Nullable Object owner) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      LOG.warn("PLC4X has changed: {} of {} cannot be ended: {}", name, type, e.toString());
      return "";
    }
  }
}

package io.margay.runtime;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** What {@code jcmd} can ask this JVM, asked from inside. */
final class Diagnostics {
  private Diagnostics() {}

  /** Runs a command, by its name as a method's, and gives what it printed. */
  static String run(String command, String... arguments) throws IOException {
    try {
      return String.valueOf(
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  command,
                  new Object[] {arguments},
                  new String[] {String[].class.getName()}));
    } catch (JMException e) {
      throw new IOException("this Java does not know " + command, e);
    }
  }
}

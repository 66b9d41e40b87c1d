package io.margay.meta.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandSession;

/** A shell session that keeps what is printed. */
final class Screen {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream console = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  CommandSession session() {
    return (CommandSession)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CommandSession.class},
            (proxy, method, arguments) -> console);
  }

  String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

package io.margay.shell.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Locale;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.Process;
import org.osgi.service.component.annotations.Component;

/** What one wants behind a pipe: {@code lb | grep modbus}. */
@Component(
    service = TextCommands.class,
    property = {"osgi.command.scope=shell", "osgi.command.function=grep"})
public final class TextCommands {

  /** Prints the lines of its input that hold a text. */
  @Descriptor(
      "Prints the lines that hold a text, in upper or lower case. Example: lb | grep modbus")
  public void grep(
      @Descriptor("the lines that do not hold it")
          @Parameter(
              names = {"-v", "--invert"},
              presentValue = "true",
              absentValue = "false")
          boolean invert,
      @Descriptor("what to look for") String text)
      throws IOException {
    Process process = Process.Utils.current();
    String wanted = text.toLowerCase(Locale.ROOT);
    // Gogo writes into a pipe with the charset of the JVM.
    BufferedReader in =
        new BufferedReader(new InputStreamReader(process.in(), Charset.defaultCharset()));
    String line = in.readLine();
    while (line != null) {
      if (line.toLowerCase(Locale.ROOT).contains(wanted) != invert) {
        process.out().println(line);
      }
      line = in.readLine();
    }
  }
}

package io.margay.driver.onvif.internal.camera;

import io.margay.dmi.driver.DriverException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A password, or the file that it stands in. Its text tells neither. */
public final class Secret {
  private static final int LONGEST = 4096;

  private final String text;
  private final @Nullable Path file;

  private Secret(String text, @Nullable Path file) {
    this.text = text;
    this.file = file;
  }

  public static Secret text(String password) {
    return new Secret(password, null);
  }

  /** A file such as a mounted Kubernetes Secret; it is read anew each time a camera is opened. */
  public static Secret inFile(Path file) {
    return new Secret("", file);
  }

  /**
   * The password: the whole content of the file, but for the line end that editors leave.
   *
   * @throws DriverException when the file cannot be read
   */
  String reveal() throws DriverException {
    if (file == null) {
      return text;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LONGEST + 1);
      if (content.length > LONGEST) {
        throw new DriverException(
            "password file %s has more than %d bytes".formatted(file, LONGEST));
      }
      return withoutLineEnd(new String(content, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new DriverException("password file %s cannot be read: %s".formatted(file, why(e)), e);
    }
  }

  private static String withoutLineEnd(String content) {
    String line = content.endsWith("\n") ? content.substring(0, content.length() - 1) : content;
    return line.length() < content.length() && line.endsWith("\r")
        ? line.substring(0, line.length() - 1)
        : line;
  }

  private static String why(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "");
  }

  @Override
  public String toString() {
    return "a secret";
  }
}

package io.margay.push.internal;

import io.margay.push.PushException;
import io.margay.push.SecretFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads secrets from {@code conf/secrets/}, and refuses those that others may read. */
final class SecretFolder implements SecretFiles {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final Pattern LINE_ENDS = Pattern.compile("[\\r\\n]+\\z");
  private static final long LARGEST = 1 << 16;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Path folder;

  SecretFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public String read(String name) throws PushException {
    if (!NAME.matcher(name).matches()) {
      throw PushException.unreachable(
          "secret \"" + name + "\" is no file name; expected one of a file in " + folder);
    }
    Path file = folder.resolve(name);
    try {
      Set<PosixFilePermission> tooMuch = EnumSet.copyOf(OTHERS);
      tooMuch.retainAll(Files.getPosixFilePermissions(file));
      if (!tooMuch.isEmpty()) {
        throw PushException.unreachable(
            "secret " + file + " is open to others than its owner; expected mode 0600");
      }
      if (Files.size(file) > LARGEST) {
        throw PushException.unreachable(
            "secret " + file + " is too large; expected at most " + LARGEST + " bytes");
      }
      return LINE_ENDS.matcher(Files.readString(file, StandardCharsets.UTF_8)).replaceFirst("");
    } catch (NoSuchFileException e) {
      throw PushException.unreachable("secret " + file + " is missing", e);
    } catch (IOException e) {
      throw PushException.unreachable("secret " + file + " cannot be read: " + e, e);
    }
  }

  @Override
  public String toString() {
    return "secrets of " + folder;
  }
}

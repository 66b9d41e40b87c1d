package io.margay.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {
  @TempDir Path temp;

  @Test
  void onlyItsOwnerCanReachTheSocket() throws Exception {
    Path path = temp.resolve("run/shell.sock");

    try (SocketFile socket = SocketFile.bind(path)) {
      assertThat(mode(path)).isEqualTo("rw-------");
      assertThat(mode(path.getParent())).isEqualTo("rwx------");
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void aFolderThatWasOpenToOthersIsClosed() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("run"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

    try (SocketFile socket = SocketFile.bind(folder.resolve("shell.sock"))) {
      assertThat(mode(folder)).isEqualTo("rwx------");
    }
  }

  @Test
  void aSocketThatAKilledNodeLeftIsReplaced() throws Exception {
    Path path = temp.resolve("run/shell.sock");
    Path aside = temp.resolve("run/aside.sock");
    try (SocketFile killed = SocketFile.bind(path)) {
      Files.move(path, aside);
    }
    Files.move(aside, path);

    try (SocketFile next = SocketFile.bind(path)) {
      assertThat(next.isOpen()).isTrue();
    }
  }

  @Test
  void aFileThatIsNoSocketIsNotTouched() throws Exception {
    Path path = temp.resolve("run/shell.sock");
    Files.createDirectory(path.getParent());
    Files.writeString(path, "precious");

    assertThatIOException()
        .isThrownBy(() -> SocketFile.bind(path))
        .withMessageContaining("is not a socket");
    assertThat(path).hasContent("precious");
  }

  @Test
  void aPathTooLongForTheSystemIsToldWithTheWayOut() {
    Path path = temp.resolve("x".repeat(120)).resolve("shell.sock");

    assertThatIOException()
        .isThrownBy(() -> SocketFile.bind(path))
        .withMessageContaining("the system allows 107")
        .withMessageContaining("conf/io.margay.shell.cfg");
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}

package io.margay.dmi.grpc.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DmiSocketTest {
  @TempDir private Path folder;

  @Test
  void theSocketIsForItsOwnerAloneAndGoesWhenItIsClosed() throws Exception {
    Path path = folder.resolve("made/dmi.sock");

    try (DmiSocket socket = DmiSocket.open(path)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
    }

    assertThat(path).doesNotExist();
  }

  @Test
  void theSocketOfAKilledNodeIsReplaced() throws Exception {
    Path path = folder.resolve("dmi.sock");
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(path));
    }

    try (DmiSocket socket = DmiSocket.open(path)) {
      assertThat(socket.isOpen()).isTrue();
    }
  }

  @Test
  void theSocketOfARunningProcessIsLeftAlone() throws Exception {
    Path path = folder.resolve("dmi.sock");
    try (DmiSocket other = DmiSocket.open(path)) {
      assertThatThrownBy(() -> DmiSocket.open(path))
          .hasMessageContaining("belongs to another process");
      assertThat(other.isOpen()).isTrue();
    }
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws Exception {
    Path path = Files.writeString(folder.resolve("dmi.sock"), "precious");

    assertThatThrownBy(() -> DmiSocket.open(path)).hasMessageContaining("is no socket");

    assertThat(path).hasContent("precious");
  }

  /** As is a device: whoever means "none" by /dev/null wants to keep it. */
  @Test
  void aPipeIsLeftAlone() throws Exception {
    Path path = folder.resolve("dmi.sock");
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> DmiSocket.open(path)).hasMessageContaining("is no socket");

    assertThat(path).exists();
  }
}

package io.margay.runc.internal.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.SecurityContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciUserTest {
  @TempDir Path root;

  @BeforeEach
  void writeUsers() throws IOException {
    Files.createDirectory(root.resolve("etc"));
    Files.writeString(root.resolve("etc/passwd"), "root:x:0:0::/:\nwww:x:33:34::/:\n");
    Files.writeString(root.resolve("etc/group"), "www:x:34:\ndata:x:50:other,www\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, 0",
    "www, 33, 34",
    "33, 33, 34",
    "1000, 1000, 0",
    "1000:7, 1000, 7",
    "www:data, 33, 50",
    "1000:data, 1000, 50"
  })
  void theImagesUserIsANameOrANumber(String user, long id, long group) {
    OciUser found = OciUser.of(SecurityContext.USUAL, user, root);

    assertThat(found.user()).isEqualTo(id);
    assertThat(found.group()).isEqualTo(group);
  }

  @Test
  void groupsThatNameTheUserAreAdded() {
    assertThat(OciUser.of(SecurityContext.USUAL, "www", root).groups()).isEqualTo(List.of(50L));
  }

  @Test
  void anUnknownNameIsToldWithTheName() {
    assertThatThrownBy(() -> OciUser.of(SecurityContext.USUAL, "nobody-here", root))
        .isInstanceOf(EngineException.Failed.class)
        .hasMessageContaining("nobody-here");
  }

  @Test
  void aLinkOutOfTheImageIsNotRead() throws IOException {
    Files.delete(root.resolve("etc/passwd"));
    Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("/etc/passwd"));

    assertThatThrownBy(() -> OciUser.of(SecurityContext.USUAL, "daemon", root))
        .isInstanceOf(EngineException.Failed.class);
  }
}

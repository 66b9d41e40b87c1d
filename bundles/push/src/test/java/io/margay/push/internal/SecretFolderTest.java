package io.margay.push.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.push.PushException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFolderTest {
  @TempDir private Path folder;

  private void secret(String name, String content, String mode) throws Exception {
    Path file = Files.writeString(folder.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void aSecretIsTheFileWithoutTheLineEnd() throws Exception {
    secret("api.token", "lynx 7\n", "rw-------");

    SecretFolder secrets = new SecretFolder(folder);

    assertThat(secrets.read("api.token")).isEqualTo("lynx 7");
    assertThat(secrets.toString()).doesNotContain("lynx");
  }

  @Test
  void spacesAtTheEndArePartOfASecret() throws Exception {
    secret("password", "lynx \r\n\n", "rw-------");

    assertThat(new SecretFolder(folder).read("password")).isEqualTo("lynx ");
  }

  @Test
  void aFileThatOthersMayReadIsRefused() throws Exception {
    secret("token", "lynx", "rw-r-----");

    assertThatThrownBy(() -> new SecretFolder(folder).read("token"))
        .isInstanceOf(PushException.class)
        .hasMessageContaining("expected mode 0600")
        .hasMessageNotContaining("lynx");
  }

  @Test
  void namesThatLeadElsewhereAreRefused() {
    for (String name : new String[] {"../token", "a/b", "", ".", "..", ".hidden"}) {
      assertThatThrownBy(() -> new SecretFolder(folder).read(name))
          .hasMessageContaining("is no file name");
    }
    assertThatThrownBy(() -> new SecretFolder(folder).read("none"))
        .hasMessageContaining("is missing");
  }
}

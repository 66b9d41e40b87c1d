package io.margay.driver.onvif.internal.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.driver.DriverException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"secret|secret", "secret~|secret", "secret^~|secret", " s ~~| s ~", "x^|x^"})
  void aFileIsTheWholePasswordButForOneLineEnd(String content, String password) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), lines(content));

    assertThat(Secret.inFile(file).reveal()).isEqualTo(lines(password));
  }

  private static String lines(String text) {
    return text.replace('~', '\n').replace('^', '\r');
  }

  @Test
  void aFileThatIsNotThereOrTooLongIsNamed() throws Exception {
    Path missing = folder.resolve("missing");
    Path large = Files.writeString(folder.resolve("large"), "x".repeat(5000));

    assertThatThrownBy(() -> Secret.inFile(missing).reveal())
        .isInstanceOf(DriverException.class)
        .hasMessage("password file %s cannot be read: NoSuchFile", missing);
    assertThatThrownBy(() -> Secret.inFile(large).reveal()).hasMessageContaining("more than 4096");
  }

  @Test
  void itsTextTellsNothing() {
    assertThat(Secret.text("secret").toString()).isEqualTo("a secret");
  }
}

package io.margay.runc.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.margay.edged.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {
  @TempDir Path folder;

  @Test
  void whatWasWrittenLastIsRead() {
    JsonFile file = new JsonFile(folder.resolve("a.json"));
    assertThat(file.read()).isEmpty();

    file.write(Map.of("a", 1));
    file.write(Map.of("a", 2));

    assertThat(file.read()).hasValueSatisfying(object -> assertThat(object).containsEntry("a", 2));
    assertThat(folder).isDirectoryContaining("glob:**/a.json");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void anObjectThatTheDiskDoesNotTakeLeavesTheOldOne() throws IOException {
    JsonFile file = new JsonFile(folder.resolve("a.json"));
    file.write(Map.of("a", 1));
    Files.createDirectory(folder.resolve("a.json.next"));

    assertThatExceptionOfType(EngineException.Failed.class)
        .isThrownBy(() -> file.write(Map.of("a", 2)))
        .withMessageContaining("a.json cannot be written");

    assertThat(file.read()).hasValueSatisfying(object -> assertThat(object).containsEntry("a", 1));
    assertThat(folder.toFile().list()).containsExactly("a.json");
  }
}

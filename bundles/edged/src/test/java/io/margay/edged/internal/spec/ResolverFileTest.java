package io.margay.edged.internal.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolverFileTest {
  @TempDir Path folder;
  private Path usual;
  private Path behind;

  @BeforeEach
  void name() {
    usual = folder.resolve("resolv.conf");
    behind = folder.resolve("behind.conf");
  }

  @Test
  void aNameServerThatOnlyTheHostReachesIsLookedBehind() throws IOException {
    Files.writeString(usual, "nameserver 127.0.0.53\nsearch plant.example\n");
    Files.writeString(behind, "nameserver 192.0.2.53\n");

    assertThat(ResolverFile.ofMachine(usual, behind).servers()).containsExactly("192.0.2.53");
  }

  @Test
  void oneThatPodsReachIsTaken() throws IOException {
    Files.writeString(usual, "nameserver 127.0.0.1\nnameserver 192.0.2.54\n");
    Files.writeString(behind, "nameserver 192.0.2.53\n");

    assertThat(ResolverFile.ofMachine(usual, behind).servers()).contains("192.0.2.54");
  }

  @Test
  void withoutAnythingBehindItStaysAsItIs() throws IOException {
    Files.writeString(usual, "nameserver ::1\n");

    assertThat(ResolverFile.ofMachine(usual, behind).servers()).containsExactly("::1");
  }
}

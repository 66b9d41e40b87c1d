package io.margay.dmi.grpc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketPlacesTest {
  @TempDir private Path folder;

  @Test
  void whereKubeEdgesFolderIsItsSocketComesFirst() throws Exception {
    Path kubeEdge = Files.createDirectory(folder.resolve("kubeedge")).resolve("dmi.sock");

    assertThat(SocketPlaces.of("", kubeEdge, folder))
        .containsExactly(kubeEdge, folder.resolve("run/dmi.sock"));
  }

  @Test
  void elsewhereTheNodeStaysInItsOwnFolder() {
    assertThat(SocketPlaces.of(" ", folder.resolve("none/dmi.sock"), folder))
        .containsExactly(folder.resolve("run/dmi.sock"));
  }

  @Test
  void aConfiguredPlaceIsTheOnlyOne() {
    assertThat(SocketPlaces.of("/a/b.sock", folder, folder)).containsExactly(Path.of("/a/b.sock"));
    assertThat(SocketPlaces.of("off", folder, folder)).isEmpty();
  }
}

package io.margay.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeConfigTest {
  @TempDir Path home;
  private Layout layout;

  @BeforeEach
  void makeConf() throws Exception {
    Files.createDirectory(home.resolve("conf"));
    layout = new Layout(home, home.resolve("var"));
  }

  @Test
  void aHomeWithoutASettingsFileRunsOnDefaults() throws Exception {
    Map<String, String> properties = NodeConfig.load(layout, () -> "gw").frameworkProperties();

    assertThat(properties)
        .containsEntry("margay.home", home.toString())
        .containsEntry("margay.var", home + "/var")
        .containsEntry("margay.deploy", home + "/deploy")
        .containsEntry("margay.manifests", home + "/manifests")
        .containsEntry("margay.node.name", "gw")
        .containsEntry("felix.fileinstall.dir", home + "/conf");
  }

  @Test
  void theSettingsFileOverridesDefaultsAndWhatIsDerivedFromThem() throws Exception {
    settings("margay.deploy=${margay.home}/drop\nmargay.node.name = press-hall \n");

    Map<String, String> properties = NodeConfig.load(layout, () -> "gw").frameworkProperties();

    assertThat(properties)
        .containsEntry("margay.node.name", "press-hall")
        .containsEntry("margay.deploy", home + "/drop");
  }

  @Test
  void aVariableThatIsNotOursIsLeftToWhoeverReadsIt() throws Exception {
    settings("other=${java.home} ${margay.nonsense}\n");

    assertThat(NodeConfig.load(layout, () -> "gw").frameworkProperties())
        .containsEntry("other", "${java.home} ${margay.nonsense}");
  }

  @Test
  void aSettingsFileThatCannotBeReadIsNamed() throws Exception {
    settings("a=\\u12\n");

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> NodeConfig.load(layout, () -> "gw"))
        .withMessageContaining("margay.properties");
  }

  @Test
  void dropFoldersAreMadeWhereTheSettingsPutThem() throws Exception {
    settings("margay.deploy=${margay.home}/a/b\n");

    NodeConfig.load(layout, () -> "gw").createDropFolders();

    assertThat(home.resolve("a/b")).isDirectory();
    assertThat(home.resolve("manifests")).isDirectory();
  }

  private void settings(String text) throws Exception {
    Files.writeString(home.resolve("conf/margay.properties"), text);
  }
}

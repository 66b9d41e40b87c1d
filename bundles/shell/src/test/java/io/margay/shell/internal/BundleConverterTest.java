package io.margay.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

class BundleConverterTest {
  @TempDir Path cache;
  private Framework framework;
  private BundleConverter converter;

  @BeforeEach
  void start() throws Exception {
    framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(Map.of("org.osgi.framework.storage", cache.toString()));
    framework.init();
    converter = new BundleConverter(framework.getBundleContext());
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(5_000);
  }

  @Test
  void aBundleIsFoundByItsNumberHoweverGogoReadIt() {
    assertThat(converter.convert(Bundle.class, "0")).isEqualTo(framework);
    assertThat(converter.convert(Bundle.class, 0L)).isEqualTo(framework);
  }

  @Test
  void aBundleIsFoundByItsSymbolicName() {
    assertThat(converter.convert(Bundle.class, "org.apache.felix.framework")).isEqualTo(framework);
  }

  @Test
  void aBundleThatIsNotThereIsNotFound() {
    assertThat(converter.convert(Bundle.class, "99")).isNull();
    assertThat(converter.convert(Bundle.class, "no.such.bundle")).isNull();
  }

  @Test
  void otherTypesAreLeftToOthers() {
    assertThat(converter.convert(Integer.class, "0")).isNull();
  }
}

package io.margay.itest;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.url;

import io.margay.itest.node.Distribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.options.UrlProvisionOption;

/** The shipped bundles as Pax Exam options: what is tested is what the distribution holds. */
final class ShippedRuntime {
  /** Tells a test inside the framework where a driver jar lies. */
  static final String DRIVER = "margay.itest.driver";

  /** Tells a test inside the framework where the jar of the device API lies. */
  static final String DEVICE_API = "margay.itest.deviceapi";

  /** Pax Exam starts the tests at level 5: the log and the configuration first, then the rest. */
  private static final int EARLY = 3;

  private static final int USUAL = 4;

  private ShippedRuntime() {}

  static Option[] options() {
    try {
      Path home = Files.createTempDirectory("margay-pax-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Distribution.delete(home)));
      for (String folder : new String[] {"conf", "deploy", "manifests", "var"}) {
        Files.createDirectory(home.resolve(folder));
      }
      Files.writeString(home.resolve("conf/io.margay.bus.cfg"), "port=0\n");
      Files.writeString(home.resolve("conf/io.margay.deviceapi.cfg"), "port=0\n");
      return new Option[] {
        composite(
            Distribution.bundles().stream().map(ShippedRuntime::bundle).toArray(Option[]::new)),
        junitBundles(),
        systemProperty("pax.exam.osgi.unresolved.fail").value("true"),
        systemProperty("margay.home").value(home.toString()),
        systemProperty("margay.var").value(home.resolve("var").toString()),
        systemProperty(DRIVER).value(Distribution.driver("modbus").toUri().toString()),
        systemProperty(DEVICE_API)
            .value(Distribution.extra("device-api/deviceapi.jar").toUri().toString()),
        frameworkProperty("margay.home").value(home.toString()),
        frameworkProperty("margay.var").value(home.resolve("var").toString()),
        frameworkProperty("margay.manifests").value(home.resolve("manifests").toString()),
        frameworkProperty("margay.deploy").value(home.resolve("deploy").toString()),
        frameworkProperty("margay.node.name").value("itest"),
        frameworkProperty("felix.cm.pm").value("memory"),
        frameworkProperty("felix.fileinstall.dir").value(home.resolve("conf").toString()),
        frameworkProperty("felix.fileinstall.poll").value("100"),
        frameworkProperty("felix.fileinstall.noInitialDelay").value("true"),
        frameworkProperty("felix.fileinstall.enableConfigSave").value("false")
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Option bundle(Path jar) {
    UrlProvisionOption option = url(jar.toUri().toString());
    boolean first = jar.getParent().getFileName().toString().equals("05");
    return option.startLevel(first ? EARLY : USUAL);
  }
}

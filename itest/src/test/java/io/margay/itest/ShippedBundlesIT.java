package io.margay.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.margay.itest.support.Await;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What the distribution holds fits together: nothing is missing, nothing is left over. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ShippedBundlesIT {
  @Inject private BundleContext context;

  @Configuration
  public Option[] configuration() {
    return ShippedRuntime.options();
  }

  @Test
  public void everyBundleIsActive() {
    Await.until(
        "every bundle to be active",
        () -> {
          for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get("Fragment-Host") != null;
            assertEquals(
                bundle.toString(), fragment ? Bundle.RESOLVED : Bundle.ACTIVE, bundle.getState());
          }
        });
  }

  @Test
  public void everyPartOfTheHouseIsThere() {
    Set<String> names =
        Arrays.stream(context.getBundles())
            .map(Bundle::getSymbolicName)
            .collect(Collectors.toSet());

    for (String part :
        new String[] {
          "logging",
          "dmi",
          "dmi.grpc",
          "grpc",
          "meta",
          "bus",
          "mapper",
          "twin",
          "manifests",
          "edged",
          "cri",
          "runc",
          "shell"
        }) {
      assertTrue(part + " in " + names, names.contains("io.margay." + part));
    }
  }

  @Test
  public void noBundleIsThereTwice() {
    Bundle[] bundles = context.getBundles();

    assertEquals(
        bundles.length, Arrays.stream(bundles).map(Bundle::getSymbolicName).distinct().count());
  }
}

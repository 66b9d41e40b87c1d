package io.margay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;

class ReasonTest {

  @Test
  void anUnresolvedBundleIsToldByWhatItMisses() {
    BundleException felix =
        new BundleException(
            "Unable to resolve bad.driver [13](R 13.0): missing requirement [bad.driver [13](R 13.0)]"
                + " osgi.wiring.package; (&(osgi.wiring.package=com.acme)(version>=1.0.0))"
                + " Unresolved requirements: [[bad.driver [13](R 13.0)] osgi.wiring.package; x]");

    assertThat(Reason.of(felix))
        .isEqualTo("missing osgi.wiring.package (&(osgi.wiring.package=com.acme)(version>=1.0.0))");
  }

  @Test
  void aChainOfMissingThingsIsToldByItsEnd() {
    BundleException felix =
        new BundleException(
            "Unable to resolve a [1](R 1.0): missing requirement [a [1](R 1.0)] osgi.wiring.package;"
                + " (osgi.wiring.package=b.api) [caused by: Unable to resolve b [2](R 2.0): missing"
                + " requirement [b [2](R 2.0)] osgi.wiring.package; (osgi.wiring.package=c.api)]"
                + " Unresolved requirements: [[a [1](R 1.0)] osgi.wiring.package; x]");

    assertThat(Reason.of(felix))
        .isEqualTo("missing osgi.wiring.package (osgi.wiring.package=c.api)");
  }

  @Test
  void theCauseAtTheBottomCounts() {
    Exception top = new IllegalStateException("outer", new IllegalArgumentException("port 99999"));

    assertThat(Reason.of(top)).isEqualTo("port 99999");
  }

  @Test
  void aFailureWithoutWordsIsNamedByItsType() {
    assertThat(Reason.of(new StackOverflowError())).isEqualTo("java.lang.StackOverflowError");
    assertThat(Reason.of(null)).isEqualTo("no reason given");
  }
}

package io.margay.edged.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class NodeIdentityTest {

  @Test
  void anAddressThatComesAfterTheStartIsKnownAndStaysWhenTheLinkIsLost() {
    AtomicReference<Optional<String>> now = new AtomicReference<>(Optional.empty());
    NodeIdentity node = new NodeIdentity("edge", "", now::get);
    assertThat(node.address()).isEmpty();

    now.set(Optional.of("192.0.2.7"));
    assertThat(node.address()).isEqualTo("192.0.2.7");

    now.set(Optional.empty());
    assertThat(node.address()).isEqualTo("192.0.2.7");

    now.set(Optional.of("192.0.2.8"));
    assertThat(node.address()).isEqualTo("192.0.2.8");
  }
}

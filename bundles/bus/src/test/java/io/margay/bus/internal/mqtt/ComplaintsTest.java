package io.margay.bus.internal.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
  private final AtomicLong now = new AtomicLong();
  private final Complaints complaints = new Complaints(now::get);

  @Test
  void oneLinePerAddressAndMinuteTellsHowManyItLeftOut() {
    assertThat(complaints.add("10.0.0.1", "garbage")).contains("10.0.0.1", "garbage");
    assertThat(complaints.add("10.0.0.1", "garbage")).isEmpty();
    assertThat(complaints.add("10.0.0.1", "garbage")).isEmpty();
    assertThat(complaints.add("10.0.0.2", "other")).isNotEmpty();

    now.addAndGet(Duration.ofMinutes(1).toNanos());

    assertThat(complaints.add("10.0.0.1", "again"))
        .endsWith("(2 more from there since the last line)");
    assertThat(complaints.add("10.0.0.1", "again")).isEmpty();
  }

  @Test
  void manyAddressesDoNotPileUp() {
    complaints.add("first", "x");
    for (int i = 0; i < 300; i++) {
      complaints.add("10.0.1." + i, "x");
    }

    assertThat(complaints.add("first", "x")).as("forgotten meanwhile").isNotEmpty();
  }

  @Test
  void whatComesFromOutsideStaysOnOneLine() {
    assertThat(complaints.add("a", "topic \"x\n[31mfake\"")).doesNotContain("\n").contains("\\n");
    assertThat(complaints.add("b", "y".repeat(5_000))).hasSizeLessThan(300);
  }
}

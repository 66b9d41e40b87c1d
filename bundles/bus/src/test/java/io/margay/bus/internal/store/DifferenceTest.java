package io.margay.bus.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private final Difference<String, String> difference = new Difference<>();

  @Test
  void whatCameAndWentLeavesNoTrace() {
    difference.put("a", "1", true);
    difference.put("a", "2", false);
    difference.remove("a");

    assertThat(difference.isEmpty()).isTrue();
  }

  @Test
  void whatTheDiskHasIsDeletedThere() {
    difference.put("a", "2", false);
    difference.remove("a");
    difference.remove("b");

    assertThat(rows(difference)).containsExactly("a gone", "b gone");
  }

  @Test
  void aRowThatComesBackAfterItsDeletionIsStillOneThatTheDiskHas() {
    difference.remove("a");
    difference.put("a", "new", true);
    difference.remove("a");

    assertThat(rows(difference)).containsExactly("a gone");
  }

  @Test
  void whatCouldNotBeWrittenIsTakenBackUnderWhatIsNewer() {
    Difference<String, String> failed = new Difference<>();
    failed.put("fresh, gone by now", "1", true);
    failed.put("fresh, changed by now", "1", true);
    failed.put("changed, gone by now", "1", false);
    failed.remove("deleted, back by now");
    failed.put("untouched", "1", true);
    difference.remove("fresh, gone by now");
    difference.put("fresh, changed by now", "2", false);
    difference.remove("changed, gone by now");
    difference.put("deleted, back by now", "2", true);

    difference.addEarlier(failed);

    assertThat(rows(difference))
        .containsExactlyInAnyOrder(
            "fresh, changed by now 2",
            "changed, gone by now gone",
            "deleted, back by now 2",
            "untouched 1");
    difference.remove("fresh, changed by now");
    difference.remove("deleted, back by now");
    assertThat(rows(difference))
        .containsExactlyInAnyOrder(
            "changed, gone by now gone", "deleted, back by now gone", "untouched 1");
  }

  private static List<String> rows(Difference<String, String> of) {
    List<String> rows = new ArrayList<>();
    of.forEach((key, value) -> rows.add(key + " " + (value == null ? "gone" : value)));
    return rows;
  }
}

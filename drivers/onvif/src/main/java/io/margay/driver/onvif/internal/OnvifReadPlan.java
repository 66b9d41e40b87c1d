package io.margay.driver.onvif.internal;

import io.margay.dmi.driver.ReadPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Properties by what must be done for them.
 *
 * @param questions properties that one answer serves
 */
record OnvifReadPlan(
    Map<Item.Question, List<Item.Asked>> questions,
    List<Item.Told> told,
    List<Item.Recorded> recorded)
    implements ReadPlan {

  static OnvifReadPlan of(List<? extends Item> items) {
    Map<Item.Question, List<Item.Asked>> questions = new LinkedHashMap<>();
    List<Item.Told> told = new ArrayList<>();
    List<Item.Recorded> recorded = new ArrayList<>();
    for (Item item : items) {
      if (item instanceof Item.Asked asked) {
        questions.computeIfAbsent(asked.question(), question -> new ArrayList<>()).add(asked);
      } else if (item instanceof Item.Told event) {
        told.add(event);
      } else if (item instanceof Item.Recorded recording) {
        recorded.add(recording);
      }
    }
    return new OnvifReadPlan(questions, List.copyOf(told), List.copyOf(recorded));
  }

  @Override
  public int requests() {
    return questions.size() + recorded.size();
  }
}

package io.margay.meta;

import java.util.List;

/**
 * The resources that matched, as they were together at one revision.
 *
 * @param revision watch from here to miss nothing that came after
 */
public record ResourceList(List<Resource> items, long revision) {

  public ResourceList {
    items = List.copyOf(items);
  }
}

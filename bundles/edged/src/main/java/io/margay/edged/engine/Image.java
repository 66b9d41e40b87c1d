package io.margay.edged.engine;

import java.util.List;

/**
 * An image on this machine.
 *
 * @param id {@code sha256:…} of its configuration
 * @param tags names with tag
 * @param digests names with digest
 * @param user the image's user: a number or a name; empty for root
 * @param pinned never removed to make room
 */
public record Image(
    String id, List<String> tags, List<String> digests, long bytes, String user, boolean pinned) {

  public Image {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
  }

  /** The same image, never to be removed to make room. */
  public Image asPinned() {
    return new Image(id, tags, digests, bytes, user, true);
  }
}

package io.margay.meta;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored resource as it was at one revision.
 *
 * @param uid differs between two resources that had the same key one after the other
 * @param revision the store's revision at which content or status last changed; grows over all
 *     resources
 * @param generation counts the changes of the content, from 1
 * @param content the JSON object as its owner wrote it, unknown fields included, without {@code
 *     status}
 * @param status the JSON object of the status, or null when nobody reported one
 */
public record Resource(
    ResourceKey key,
    String uid,
    Owner owner,
    long revision,
    long generation,
    Map<String, String> labels,
    Instant created,
    String content,
    @Nullable String status) {

  public Resource {
    requireNonNull(key, "key");
    requireNonNull(uid, "uid");
    requireNonNull(owner, "owner");
    labels = Map.copyOf(labels);
    requireNonNull(created, "created");
    requireNonNull(content, "content");
  }
}

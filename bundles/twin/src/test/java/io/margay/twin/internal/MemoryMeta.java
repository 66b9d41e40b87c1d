package io.margay.twin.internal;

import io.margay.meta.Change;
import io.margay.meta.JsonText;
import io.margay.meta.MetaException;
import io.margay.meta.MetaStore;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceList;
import io.margay.meta.ResourceType;
import io.margay.meta.Selector;
import io.margay.meta.Watch;
import io.margay.meta.WatchEvent;
import io.margay.meta.WatchListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory, for tests of what is above it. */
final class MemoryMeta implements MetaStore {
  private final Map<ResourceKey, Resource> resources = new ConcurrentHashMap<>();
  private final List<Running> watches = new CopyOnWriteArrayList<>();
  private long revision;
  final AtomicInteger statusWrites = new AtomicInteger();
  final AtomicInteger transactions = new AtomicInteger();
  final AtomicInteger refusals = new AtomicInteger();
  volatile boolean full;
  volatile MetaException refusal;

  private record Running(ResourceType type, WatchListener listener) {}

  @Override
  public Optional<Resource> get(ResourceKey key) {
    return Optional.ofNullable(resources.get(key));
  }

  @Override
  public ResourceList list(ResourceType type, Selector selector) {
    return new ResourceList(
        resources.values().stream().filter(resource -> resource.key().type().equals(type)).toList(),
        revision);
  }

  @Override
  public synchronized List<Optional<Resource>> apply(List<? extends Change> changes) {
    if (refusal != null) {
      throw refusal;
    }
    if (full) {
      refusals.incrementAndGet();
      throw new MetaException.Unavailable("the disk is full");
    }
    transactions.incrementAndGet();
    List<Optional<Resource>> results = new ArrayList<>();
    for (Change change : changes) {
      revision++;
      if (change instanceof Change.PutStatus put) {
        results.add(Optional.of(putStatus(put)));
      } else if (change instanceof Change.Put put) {
        Resource there = resources.get(put.key());
        if (there != null && there.owner() != put.owner()) {
          throw new MetaException.Conflict(put.key() + " is owned by " + there.owner());
        }
        Resource resource =
            new Resource(
                put.key(),
                "uid",
                put.owner(),
                revision,
                generation(put),
                labels(put.content()),
                Instant.EPOCH,
                put.content(),
                get(put.key()).map(Resource::status).orElse(null));
        resources.put(put.key(), resource);
        tell(put.key(), new WatchEvent.Updated(resource));
        results.add(Optional.of(resource));
      } else {
        Resource last = resources.remove(change.key());
        if (last != null) {
          tell(change.key(), new WatchEvent.Deleted(last, revision));
        }
        results.add(Optional.ofNullable(last));
      }
    }
    return results;
  }

  private long generation(Change.Put put) {
    Resource before = resources.get(put.key());
    if (before == null) {
      return 1;
    }
    return before.generation() + (before.content().equals(put.content()) ? 0 : 1);
  }

  private static Map<String, String> labels(String content) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (JsonText.read(content).get("metadata") instanceof Map<?, ?> metadata
        && metadata.get("labels") instanceof Map<?, ?> named) {
      named.forEach((name, value) -> labels.put(name.toString(), value.toString()));
    }
    return labels;
  }

  private Resource putStatus(Change.PutStatus put) {
    Resource found = get(put.key()).orElseThrow(() -> new MetaException.NotFound(put.key()));
    if (put.status().equals(found.status())) {
      return found;
    }
    Resource resource =
        new Resource(
            found.key(),
            found.uid(),
            found.owner(),
            revision,
            found.generation(),
            found.labels(),
            found.created(),
            found.content(),
            put.status());
    resources.put(put.key(), resource);
    statusWrites.incrementAndGet();
    tell(put.key(), new WatchEvent.Updated(resource));
    return resource;
  }

  private void tell(ResourceKey key, WatchEvent event) {
    for (Running watch : watches) {
      if (watch.type().equals(key.type())) {
        watch.listener().onEvents(List.of(event));
      }
    }
  }

  @Override
  public Watch watch(ResourceType type, Selector selector, long from, WatchListener listener) {
    Running running = new Running(type, listener);
    watches.add(running);
    list(type, selector)
        .items()
        .forEach(item -> listener.onEvents(List.of(new WatchEvent.Updated(item))));
    listener.onEvents(List.of(new WatchEvent.Bookmark(revision)));
    return () -> watches.remove(running);
  }

  int watches() {
    return watches.size();
  }
}

package io.margay.twin.internal;

import io.margay.dmi.NamespacedName;
import io.margay.meta.Resource;
import io.margay.twin.internal.manifest.ManifestTypes;
import io.margay.twin.internal.topic.MembershipAnnouncer;
import io.margay.twin.internal.topic.TwinAnnouncer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows which devices belong to the node, and tells programs when one comes, goes or is described
 * anew.
 */
final class DeviceRoster {
  private final ConcurrentMap<NamespacedName, Entry> entries = new ConcurrentHashMap<>();
  private final MembershipAnnouncer membership;
  private final TwinAnnouncer announcer;

  /** What a device's resource was when it was last seen: enough to see that it has changed. */
  private record Entry(String uid, long generation, Map<String, String> labels) {}

  DeviceRoster(MembershipAnnouncer membership, TwinAnnouncer announcer) {
    this.membership = membership;
    this.announcer = announcer;
  }

  /** The resource of a device was looked at. */
  void seen(Resource resource) {
    NamespacedName device = ManifestTypes.name(resource.key());
    Entry now = new Entry(resource.uid(), resource.generation(), resource.labels());
    Entry before = entries.put(device, now);
    if (before == null) {
      membership.added(device);
    } else if (!before.equals(now)) {
      announcer.described(device, now.labels());
    }
  }

  /** A device is no more. */
  void gone(NamespacedName device) {
    if (entries.remove(device) != null) {
      membership.removed(device);
    }
  }

  /** What the labels of a device's resource say about it. */
  Map<String, String> attributes(NamespacedName device) {
    @Nullable Entry entry = entries.get(device);
    return entry == null ? Map.of() : entry.labels();
  }
}

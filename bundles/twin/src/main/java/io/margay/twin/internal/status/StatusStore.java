package io.margay.twin.internal.status;

import io.margay.dmi.NamespacedName;
import io.margay.meta.Change;
import io.margay.meta.JsonText;
import io.margay.meta.MetaException;
import io.margay.meta.MetaStore;
import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one {@code DeviceStatus} resource for each device, of its name and namespace.
 *
 * <p>The values are the resource's status, which anyone may report whoever owns the resource; its
 * content says nothing but its name, and is made here when nobody else has.
 */
public final class StatusStore {
  /** KubeEdge's resource for what a device reports. */
  public static final ResourceType DEVICE_STATUS =
      new ResourceType("devices.kubeedge.io", "v1beta1", "DeviceStatus");

  private static final Logger LOG = LoggerFactory.getLogger(StatusStore.class);

  private final MetaStore meta;

  public StatusStore(MetaStore meta) {
    this.meta = meta;
  }

  /** What is kept of a device from before. */
  KeptStatus load(NamespacedName device) {
    String status = meta.get(key(device)).map(Resource::status).orElse(null);
    if (status == null) {
      return KeptStatus.NONE;
    }
    try {
      return StatusJson.read(status);
    } catch (IllegalArgumentException e) {
      LOG.warn("{} cannot be read, its values are lost: {}", key(device), e.getMessage());
      return KeptStatus.NONE;
    }
  }

  /**
   * Keeps what devices reported, in one transaction; a device whose status the store refuses does
   * not keep the others out.
   *
   * @throws MetaException.Unavailable when the disk does not take it
   */
  void save(List<TwinSnapshot> twins) {
    List<Change> statuses = new ArrayList<>(twins.size());
    twins.forEach(twin -> statuses.add(status(twin)));
    try {
      meta.apply(statuses);
    } catch (MetaException.NotFound e) {
      create(twins, statuses);
    } catch (MetaException.Unavailable e) {
      throw e;
    } catch (MetaException e) {
      statuses.forEach(this::saveAlone);
    }
  }

  private void create(List<TwinSnapshot> twins, List<Change> statuses) {
    List<Change> changes = new ArrayList<>(2 * twins.size());
    twins.forEach(twin -> changes.add(content(twin.device())));
    changes.addAll(statuses);
    try {
      meta.apply(changes);
    } catch (MetaException.Unavailable e) {
      throw e;
    } catch (MetaException e) {
      changes.forEach(this::saveAlone);
    }
  }

  private void saveAlone(Change change) {
    try {
      meta.apply(change);
    } catch (MetaException.Conflict e) {
      LOG.debug("{} is made by another already: {}", change.key(), e.getMessage());
    } catch (MetaException.Unavailable e) {
      throw e;
    } catch (MetaException e) {
      LOG.warn("the last values of {} are not kept on disk: {}", change.key(), e.getMessage());
    }
  }

  /** Drops what is kept of a device, unless the resource is another's. */
  void delete(NamespacedName device) {
    if (meta.get(key(device)).isEmpty()) {
      return;
    }
    try {
      meta.apply(new Change.Delete(key(device), Owner.LOCAL));
    } catch (MetaException.Conflict e) {
      LOG.debug("{} stays: {}", key(device), e.getMessage());
    }
  }

  private static Change status(TwinSnapshot twin) {
    return new Change.PutStatus(key(twin.device()), StatusJson.write(twin));
  }

  private static Change content(NamespacedName device) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("apiVersion", DEVICE_STATUS.apiVersion());
    root.put("kind", DEVICE_STATUS.kind());
    root.put("metadata", Map.of("namespace", device.namespace(), "name", device.name()));
    return new Change.Put(key(device), Owner.LOCAL, JsonText.write(root));
  }

  private static ResourceKey key(NamespacedName device) {
    return new ResourceKey(DEVICE_STATUS, device.namespace(), device.name());
  }
}

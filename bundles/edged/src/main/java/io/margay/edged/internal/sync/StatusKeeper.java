package io.margay.edged.internal.sync;

import io.margay.meta.Change;
import io.margay.meta.JsonText;
import io.margay.meta.MetaException;
import io.margay.meta.MetaStore;
import io.margay.meta.Precondition;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the status of one pod in the store, and writes it when it is another. A store that does not
 * take it does not stop the pod. Used by one thread at a time.
 */
final class StatusKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(StatusKeeper.class);

  private final MetaStore meta;
  private final ResourceKey key;
  private final Precondition thisOne;
  private Map<?, ?> status;
  private @Nullable String written;
  private boolean refused;

  StatusKeeper(MetaStore meta, Resource resource) {
    this.meta = meta;
    key = resource.key();
    thisOne = new Precondition(null, resource.uid(), false);
    written = resource.status();
    status = PodStatus.read(written);
  }

  /** The status as it is. */
  Map<?, ?> status() {
    return status;
  }

  /** Makes it the status; gives whether the store has it. */
  boolean keep(Map<String, Object> now) {
    String text = JsonText.write(now);
    status = now;
    if (text.equals(written)) {
      return true;
    }
    try {
      meta.apply(new Change.PutStatus(key, text, thisOne));
      written = text;
      refused = false;
    } catch (MetaException.NotFound | MetaException.Conflict e) {
      LOG.debug("the status of {} has no place any more: {}", key, e.getMessage());
    } catch (MetaException e) {
      if (!refused) {
        LOG.warn("{}: its status is not stored, trying again: {}", key, e.getMessage());
      }
      refused = true;
      return false;
    }
    return true;
  }
}

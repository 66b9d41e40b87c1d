package io.margay.driver.plc4x.internal.plc;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.plc4x.java.api.messages.PlcBrowseItem;
import org.apache.plc4x.java.api.messages.PlcBrowseResponse;

/** Lists the tags that a device has, where PLC4X can ask for them. */
final class Catalog {
  private static final String QUERY = "query";
  private static final int MOST_TAGS = 10_000;

  private final Wire wire;

  Catalog(Wire wire) {
    this.wire = wire;
  }

  /** The types of the tags, by their addresses. */
  Map<String, Object> list(String query, Deadline deadline) throws DriverException {
    if (!wire.connection().isBrowseSupported()) {
      throw new DriverException(
          "PLC4X cannot list the tags of %s devices".formatted(wire.protocol().word()));
    }
    try {
      PlcBrowseResponse response =
          Patience.await(
              wire.connection().browseRequestBuilder().addQuery(QUERY, query).build().execute(),
              deadline);
      Map<String, Object> tags = new TreeMap<>();
      for (PlcBrowseItem item : response.getValues(QUERY)) {
        add(item, tags);
      }
      return tags;
    } catch (RefusedException e) {
      throw new DriverException("the tags cannot be listed: " + e.reason(), e);
    } catch (RuntimeException e) {
      throw new DriverException("PLC4X cannot list the tags: " + Patience.words(e), e);
    }
  }

  private static void add(PlcBrowseItem item, Map<String, Object> tags) {
    if (tags.size() >= MOST_TAGS) {
      return;
    }
    tags.put(item.getTag().getAddressString(), String.valueOf(item.getTag().getPlcValueType()));
    item.getChildren().values().forEach(child -> add(child, tags));
  }
}

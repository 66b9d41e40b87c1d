package io.margay.driver.onvif.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.WriteResult;
import io.margay.driver.onvif.internal.camera.Operations;
import io.margay.driver.onvif.internal.soap.CameraFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes properties by the operation that sets what they read. Writes that follow each other and go
 * to one operation are one request, so that pan and tilt set out together.
 */
final class PropertyWriter {
  private final Operations operations;

  PropertyWriter(Operations operations) {
    this.operations = operations;
  }

  /** A write and what its property is. */
  record Wanted(Item item, PropertyWrite write) {}

  List<WriteResult> write(List<Wanted> writes, Deadline deadline) throws DriverException {
    List<WriteResult> results = new ArrayList<>();
    while (results.size() < writes.size()) {
      List<Wanted> together = together(writes.subList(results.size(), writes.size()));
      WriteResult result = writeTogether(together, deadline);
      together.forEach(write -> results.add(result));
    }
    return results;
  }

  /** The first write, and those after it that ask the same question for another field. */
  private static List<Wanted> together(List<Wanted> writes) {
    int count = 1;
    while (count < writes.size()
        && writes.get(0).item() instanceof Item.Asked first
        && writes.get(count).item() instanceof Item.Asked next
        && first.question().equals(next.question())
        && fields(writes.subList(0, count)).stream().noneMatch(next.field()::equals)) {
      count++;
    }
    return writes.subList(0, count);
  }

  private static List<String> fields(List<Wanted> writes) {
    return writes.stream().map(write -> ((Item.Asked) write.item()).field()).toList();
  }

  private WriteResult writeTogether(List<Wanted> writes, Deadline deadline) throws DriverException {
    if (!(writes.get(0).item() instanceof Item.Asked asked)
        || asked.question().inquiry().writer().isEmpty()) {
      return WriteResult.failed("ONVIF has no operation that sets it");
    }
    String writer = asked.question().inquiry().writer();
    Map<String, Object> arguments = new HashMap<>(asked.question().arguments());
    for (Wanted write : writes) {
      arguments.put(((Item.Asked) write.item()).field(), write.write().value());
    }
    try {
      operations.run(writer, arguments, deadline);
      return WriteResult.DONE;
    } catch (CameraFault | IllegalArgumentException e) {
      return WriteResult.failed(String.valueOf(e.getMessage()));
    }
  }
}

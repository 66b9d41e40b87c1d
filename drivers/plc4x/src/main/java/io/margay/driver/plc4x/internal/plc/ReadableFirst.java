package io.margay.driver.plc4x.internal.plc;

import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadingSink;
import io.margay.driver.plc4x.internal.library.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds out which points have a value; the values go on to where they are wanted. */
final class ReadableFirst implements ReadingSink {
  private final ReadingSink sink;
  private final Set<Integer> found = new HashSet<>();

  ReadableFirst(ReadingSink sink) {
    this.sink = sink;
  }

  @Override
  public void good(PropertySpec property, Object value) {
    found.add(property.index());
    sink.good(property, value);
  }

  @Override
  public void good(PropertySpec property, Object value, Instant deviceTime) {
    found.add(property.index());
    sink.good(property, value, deviceTime);
  }

  /** Will be told when it is asked for. */
  @Override
  public void bad(PropertySpec property, String reason) {}

  List<Point> among(List<Point> points) {
    List<Point> readable = new ArrayList<>(points);
    readable.removeIf(point -> !found.contains(point.property().index()));
    return readable;
  }
}

package io.margay.driver.plc4x.internal;

import io.margay.dmi.driver.ReadPlan;
import io.margay.driver.plc4x.internal.library.Point;
import java.util.List;

/**
 * Points that are read together; PLC4X cuts them into the requests that the device has room for.
 */
record Plc4xReadPlan(List<Point> points) implements ReadPlan {
  Plc4xReadPlan {
    points = List.copyOf(points);
  }

  @Override
  public int requests() {
    return points.isEmpty() ? 0 : 1;
  }
}

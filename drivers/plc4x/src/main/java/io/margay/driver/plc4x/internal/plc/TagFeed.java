package io.margay.driver.plc4x.internal.plc;

import io.margay.driver.plc4x.internal.library.Conversation.Feed;
import io.margay.driver.plc4x.internal.library.Point;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.plc4x.java.api.model.PlcConsumerRegistration;
import org.apache.plc4x.java.api.model.PlcSubscriptionHandle;

/** A subscription, and how it ends. */
final class TagFeed implements Feed {
  private final List<Point> points;
  private final Set<PlcSubscriptionHandle> handles;
  private final List<PlcConsumerRegistration> registrations;
  private final Runnable ending;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param registrations those that can be ended; one of OPC UA calls itself without an end, and
   *     goes with its connection
   * @param ending what remains to be done when nobody listens any more
   */
  TagFeed(
      List<Point> points,
      Set<PlcSubscriptionHandle> handles,
      List<PlcConsumerRegistration> registrations,
      Runnable ending) {
    this.points = List.copyOf(points);
    this.handles = handles;
    this.registrations = registrations;
    this.ending = ending;
  }

  @Override
  public List<Point> points() {
    return points;
  }

  boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      registrations.forEach(PlcConsumerRegistration::unregister);
      handles.forEach(Leftovers::end);
      ending.run();
    }
  }
}

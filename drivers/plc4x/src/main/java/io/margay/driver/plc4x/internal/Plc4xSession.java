package io.margay.driver.plc4x.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.SubscriptionSink;
import io.margay.dmi.driver.WriteResult;
import io.margay.driver.plc4x.internal.library.Conversation;
import io.margay.driver.plc4x.internal.library.Point;
import io.margay.driver.plc4x.internal.library.PointWrite;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conversation with one device, over a connection that others may share. */
final class Plc4xSession implements DeviceSession {
  private static final String BROWSE = "browse";
  private static final String NOT_ASKED =
      "not told yet: devices of this protocol cannot be asked, they tell of changes";

  private final DeviceSettings settings;
  private final Links.Lease lease;
  private Conversation.@Nullable Feed feed;

  Plc4xSession(DeviceSettings settings, Links.Lease lease) {
    this.settings = settings;
    this.lease = lease;
  }

  @Override
  public ReadPlan plan(List<PropertySpec> properties) {
    return new Plc4xReadPlan(properties.stream().map(this::point).toList());
  }

  @Override
  public void read(ReadPlan plan, ReadingSink sink, Deadline deadline) throws DriverException {
    List<Point> points = ((Plc4xReadPlan) plan).points();
    if (!settings.endpoint().protocol().isReadable()) {
      points.forEach(point -> sink.bad(point.property(), NOT_ASKED));
      return;
    }
    if (!points.isEmpty()) {
      conversation().read(points, sink, settings.patience(deadline));
    }
  }

  @Override
  public List<WriteResult> write(List<PropertyWrite> writes, Deadline deadline)
      throws DriverException {
    return conversation()
        .write(
            writes.stream()
                .map(write -> new PointWrite(point(write.property()), write.value()))
                .toList(),
            settings.patience(deadline));
  }

  @Override
  public List<PropertySpec> subscribe(
      List<PropertySpec> properties, SubscriptionSink sink, Deadline deadline)
      throws DriverException {
    endFeed();
    List<Point> told = properties.stream().map(this::point).filter(Point::told).toList();
    if (told.isEmpty()) {
      return List.of();
    }
    Conversation.Feed fresh = conversation().subscribe(told, sink, settings.patience(deadline));
    feed = fresh;
    return fresh.points().stream().map(Point::property).toList();
  }

  @Override
  public Map<String, Object> invoke(String method, Map<String, Object> arguments, Deadline deadline)
      throws DriverException {
    if (!method.equals(BROWSE)) {
      throw new IllegalArgumentException(
          "method \"%s\" is unknown; there is %s".formatted(method, BROWSE));
    }
    Object query = arguments.getOrDefault("query", "*");
    return conversation().browse(String.valueOf(query), deadline);
  }

  @Override
  public void probe(Deadline deadline) throws DriverException {
    conversation();
  }

  @Override
  public void close() {
    endFeed();
    lease.close();
  }

  private void endFeed() {
    if (feed != null) {
      feed.close();
      feed = null;
    }
  }

  private Conversation conversation() throws DriverException {
    Conversation conversation = lease.conversation();
    if (!conversation.isOpen()) {
      throw new DriverException("the connection to " + settings.endpoint().url() + " is lost");
    }
    return conversation;
  }

  private Point point(PropertySpec property) {
    return Point.of(property, settings.endpoint().protocol(), Plc4xSession::refuse);
  }

  private static void refuse(Problem problem) {
    throw new IllegalArgumentException(problem.toString());
  }
}

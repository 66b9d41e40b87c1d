package io.margay.driver.plc4x.internal.plc;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.SubscriptionSink;
import io.margay.driver.plc4x.internal.library.Conversation.Feed;
import io.margay.driver.plc4x.internal.library.Point;
import io.margay.driver.plc4x.internal.library.Protocol;
import io.margay.driver.plc4x.internal.library.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.plc4x.java.api.messages.PlcSubscriptionEvent;
import org.apache.plc4x.java.api.messages.PlcSubscriptionRequest;
import org.apache.plc4x.java.api.messages.PlcSubscriptionResponse;
import org.apache.plc4x.java.api.model.PlcConsumerRegistration;
import org.apache.plc4x.java.api.model.PlcSubscriptionHandle;

/**
 * Has a device tell of changes.
 *
 * <p>OPC UA gets a connection of its own for that: a server answers a publish request when there is
 * news, and PLC4X sends nothing else on the connection until then. And because its subscriptions
 * say nothing of a node that does not exist, the nodes are read first; one that cannot be read is
 * left to be asked.
 */
final class TagFeeds {
  private static final Duration SAMPLING = Duration.ofMillis(500);

  private final Plc4xLibrary library;
  private final Target target;
  private final Wire shared;
  private final TagReader reader;

  TagFeeds(Plc4xLibrary library, Target target, Wire shared, TagReader reader) {
    this.library = library;
    this.target = target;
    this.shared = shared;
    this.reader = reader;
  }

  Feed open(List<Point> points, SubscriptionSink sink, Deadline deadline) throws DriverException {
    boolean apart = target.protocol() == Protocol.OPCUA;
    List<Point> there = apart ? readable(points, sink, deadline) : points;
    if (there.isEmpty()) {
      return new TagFeed(there, Set.of(), List.of(), () -> {});
    }
    Wire wire = apart ? library.open(target, deadline) : shared;
    Runnable ending = apart ? () -> library.end(wire) : () -> {};
    try {
      return listening(wire, there, sink, ending, deadline);
    } catch (DriverException | RuntimeException e) {
      ending.run();
      throw e;
    }
  }

  private List<Point> readable(List<Point> points, SubscriptionSink sink, Deadline deadline)
      throws DriverException {
    ReadableFirst readable = new ReadableFirst(sink);
    reader.read(points, readable, deadline);
    return readable.among(points);
  }

  private Feed listening(
      Wire wire, List<Point> points, SubscriptionSink sink, Runnable ending, Deadline deadline)
      throws DriverException {
    Set<PlcSubscriptionHandle> handles = subscribed(wire, points, deadline);
    Map<String, List<Point>> byName = byName(points);
    List<PlcConsumerRegistration> registrations = new ArrayList<>();
    for (PlcSubscriptionHandle handle : handles) {
      PlcConsumerRegistration registration = handle.register(event -> tell(event, byName, sink));
      if (wire == shared) {
        registrations.add(registration);
      }
    }
    TagFeed feed = new TagFeed(points, handles, registrations, ending);
    wire.onLoss(
        () -> {
          if (!feed.isClosed()) {
            sink.lost("the connection to " + target + " was lost");
          }
        });
    return feed;
  }

  private Set<PlcSubscriptionHandle> subscribed(Wire wire, List<Point> points, Deadline deadline)
      throws DriverException {
    PlcSubscriptionRequest.Builder request = wire.connection().subscriptionRequestBuilder();
    for (int i = 0; i < points.size(); i++) {
      switch (target.protocol()) {
        case OPCUA, ADS ->
            request.addCyclicTag(TagReader.name(i), reader.tag(points.get(i)), SAMPLING);
        case IEC_60870_5_104 -> {
          // Each subscription of it is told of everything.
          if (i == 0) {
            request.addChangeOfStateTag(TagReader.name(i), reader.tag(points.get(i)));
          }
        }
        default -> request.addChangeOfStateTag(TagReader.name(i), reader.tag(points.get(i)));
      }
    }
    try {
      PlcSubscriptionResponse response = Patience.await(request.build().execute(), deadline);
      return new LinkedHashSet<>(response.getSubscriptionHandles());
    } catch (RefusedException e) {
      throw new DriverException("no subscription: " + e.reason(), e);
    } catch (RuntimeException e) {
      throw new DriverException("PLC4X does not subscribe: " + Patience.words(e), e);
    }
  }

  /** By the name that a tag has in what is told of it. */
  private Map<String, List<Point>> byName(List<Point> points) {
    Map<String, List<Point>> byName = new HashMap<>();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      String name =
          target.protocol() == Protocol.IEC_60870_5_104
              ? Iec104.name(point.address())
              : TagReader.name(i);
      byName.computeIfAbsent(name, key -> new ArrayList<>()).add(point);
    }
    return byName;
  }

  private static void tell(
      PlcSubscriptionEvent event, Map<String, List<Point>> byName, SubscriptionSink sink) {
    for (String name : event.getTagNames()) {
      for (Point point : byName.getOrDefault(name, List.of())) {
        Answer.of(event, name, point).tell(sink, point);
      }
    }
  }
}

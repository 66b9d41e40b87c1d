package io.margay.driver.plc4x.internal.plc;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.SubscriptionSink;
import io.margay.dmi.driver.WriteResult;
import io.margay.driver.plc4x.internal.library.Conversation;
import io.margay.driver.plc4x.internal.library.Point;
import io.margay.driver.plc4x.internal.library.PointWrite;
import io.margay.driver.plc4x.internal.library.Target;
import java.util.List;
import java.util.Map;

/** A connection in use: who reads, writes, listens and looks around on it. */
final class PlcConversation implements Conversation {
  private final Plc4xLibrary library;
  private final Target target;
  private final Wire wire;
  private final TagReader reader;
  private final TagWriter writer;

  PlcConversation(Plc4xLibrary library, Target target, Wire wire) {
    this.library = library;
    this.target = target;
    this.wire = wire;
    this.reader = new TagReader(wire);
    this.writer = new TagWriter(wire, reader);
  }

  @Override
  public void read(List<Point> points, ReadingSink sink, Deadline deadline) throws DriverException {
    reader.read(points, sink, deadline);
  }

  @Override
  public List<WriteResult> write(List<PointWrite> writes, Deadline deadline)
      throws DriverException {
    return writer.write(writes, deadline);
  }

  @Override
  public Feed subscribe(List<Point> points, SubscriptionSink sink, Deadline deadline)
      throws DriverException {
    return new TagFeeds(library, target, wire, reader).open(points, sink, deadline);
  }

  @Override
  public Map<String, Object> browse(String query, Deadline deadline) throws DriverException {
    return new Catalog(wire).list(query, deadline);
  }

  @Override
  public boolean isOpen() {
    return wire.isOpen();
  }

  @Override
  public void close() {
    library.end(wire);
  }
}

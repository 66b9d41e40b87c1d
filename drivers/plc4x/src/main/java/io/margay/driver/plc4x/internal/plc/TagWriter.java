package io.margay.driver.plc4x.internal.plc;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.WriteResult;
import io.margay.driver.plc4x.internal.library.Point;
import io.margay.driver.plc4x.internal.library.PointWrite;
import io.margay.driver.plc4x.internal.library.Protocol;
import java.util.ArrayList;
import java.util.List;
import org.apache.plc4x.java.api.messages.PlcWriteRequest;
import org.apache.plc4x.java.api.model.PlcTag;
import org.apache.plc4x.java.api.types.PlcResponseCode;
import org.apache.plc4x.java.api.types.PlcValueType;

/** Writes tags one after another, because PLC4X promises no order within a request. */
final class TagWriter {
  private final Wire wire;
  private final TagReader reader;

  TagWriter(Wire wire, TagReader reader) {
    this.wire = wire;
    this.reader = reader;
  }

  List<WriteResult> write(List<PointWrite> writes, Deadline deadline) throws DriverException {
    List<WriteResult> results = new ArrayList<>();
    for (PointWrite write : writes) {
      results.add(write(write, deadline));
    }
    return results;
  }

  private WriteResult write(PointWrite write, Deadline deadline) throws DriverException {
    try {
      PlcValueType type = reader.type(write.point(), deadline);
      PlcTag tag = typed(write.point(), type);
      PlcWriteRequest request =
          wire.connection()
              .writeRequestBuilder()
              .addTag(TagReader.name(0), tag, value(write.value(), tag, type))
              .build();
      PlcResponseCode code =
          Patience.await(request.execute(), deadline).getResponseCode(TagReader.name(0));
      return code == PlcResponseCode.OK ? WriteResult.DONE : WriteResult.failed(Answer.words(code));
    } catch (UnfitValueException e) {
      return WriteResult.failed(e.reason());
    } catch (RefusedException e) {
      return failed(e.reason());
    } catch (RuntimeException e) {
      return failed("PLC4X refuses: " + Patience.words(e));
    }
  }

  /** OPC UA wants a type with a value, which the address of a node may leave to the server. */
  private PlcTag typed(Point point, PlcValueType type) {
    PlcTag tag = reader.tag(point);
    return wire.protocol() == Protocol.OPCUA
            && tag.getPlcValueType() == PlcValueType.NULL
            && type != PlcValueType.NULL
        ? Dialect.of(Protocol.OPCUA).tag(point.address() + ";" + type.name())
        : tag;
  }

  private static Object value(Object value, PlcTag tag, PlcValueType type)
      throws UnfitValueException {
    if (tag.getArrayInfo().isEmpty()) {
      return ToPlc.value(value, type);
    }
    if (!(value instanceof byte[] bytes)) {
      throw new UnfitValueException("the tag is a list, which only a property of BYTES can write");
    }
    List<Object> list = new ArrayList<>();
    for (byte item : bytes) {
      list.add(ToPlc.value(type == PlcValueType.SINT ? item : Byte.toUnsignedLong(item), type));
    }
    return list;
  }

  private WriteResult failed(String reason) throws DriverException {
    if (!wire.isOpen()) {
      throw new DriverException("the connection was lost: " + reason);
    }
    return WriteResult.failed(reason);
  }
}

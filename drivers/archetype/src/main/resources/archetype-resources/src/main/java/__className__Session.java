package ${package};

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.Settings;
import io.margay.dmi.driver.WriteResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes properties of one device for the node. What the device refuses is an answer; a
 * broken conversation is an exception, after which the node closes the session and opens another.
 */
final class ${className}Session implements DeviceSession {
  private final ${className}Connection connection;

  ${className}Session(${className}Connection connection) {
    this.connection = connection;
  }

  /** Nothing to compile: each property is a request. */
  private record Plan(List<PropertySpec> properties) implements ReadPlan {
    @Override
    public int requests() {
      return properties.size();
    }
  }

  @Override
  public ReadPlan plan(List<PropertySpec> properties) {
    return new Plan(List.copyOf(properties));
  }

  @Override
  public void read(ReadPlan plan, ReadingSink sink, Deadline deadline) throws DriverException {
    for (PropertySpec property : ((Plan) plan).properties()) {
      try {
        // A text is enough: the node brings it to the type that the model says.
        sink.good(property, connection.read(item(property), deadline));
      } catch (${className}Connection.Refusal e) {
        sink.bad(property, e.getMessage());
      } catch (IOException e) {
        throw broken(property, e);
      }
    }
  }

  @Override
  public List<WriteResult> write(List<PropertyWrite> writes, Deadline deadline)
      throws DriverException {
    List<WriteResult> results = new ArrayList<>();
    for (PropertyWrite write : writes) {
      try {
        connection.write(item(write.property()), write.value().toString(), deadline);
        results.add(WriteResult.DONE);
      } catch (${className}Connection.Refusal e) {
        results.add(WriteResult.failed(e.getMessage()));
      } catch (IOException e) {
        throw broken(write.property(), e);
      }
    }
    return results;
  }

  @Override
  public void close() {
    connection.close();
  }

  private static String item(PropertySpec property) {
    return Settings.of(property, problem -> {}).text("item");
  }

  private static DriverException broken(PropertySpec property, IOException cause) {
    return new DriverException(property.name() + ": " + cause.getMessage(), cause);
  }
}

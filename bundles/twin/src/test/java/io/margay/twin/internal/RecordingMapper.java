package io.margay.twin.internal;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceMapper;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.MapperInfo;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A mapper that remembers what it was told. */
final class RecordingMapper implements DeviceMapper {
  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  private final String protocol;
  volatile List<Problem> problems = List.of();

  RecordingMapper(String protocol) {
    this.protocol = protocol;
  }

  @Override
  public MapperInfo info() {
    return new MapperInfo(protocol + "-mapper", "1", protocol);
  }

  @Override
  public List<Problem> validate(Device device, DeviceModel model) {
    return problems;
  }

  @Override
  public void registerDevice(Device device, DeviceModel model) {
    calls.add("register " + device.key() + desired(device));
  }

  @Override
  public void updateDevice(Device device, DeviceModel model) {
    calls.add("update " + device.key() + desired(device));
  }

  @Override
  public void removeDevice(NamespacedName device) {
    calls.add("remove " + device);
  }

  @Override
  public Optional<Device> getDevice(NamespacedName device) {
    return Optional.empty();
  }

  private static String desired(Device device) {
    StringBuilder text = new StringBuilder();
    device
        .properties()
        .forEach(
            property -> {
              if (property.desired() != null) {
                text.append(' ').append(property.name()).append('=');
                text.append(property.desired().value());
              }
            });
    return text.toString();
  }

  String next() throws InterruptedException {
    return calls.poll(30, TimeUnit.SECONDS);
  }

  int calls() {
    return calls.size();
  }

  boolean silent() {
    return calls.isEmpty();
  }
}

package io.margay.dmi.grpc.internal.message;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.Problem;
import io.margay.dmi.ProtocolConfig;
import io.margay.dmi.TwinProperty;
import io.margay.dmi.grpc.internal.wire.DeviceMethod;
import io.margay.dmi.grpc.internal.wire.DeviceModelSpec;
import io.margay.dmi.grpc.internal.wire.DeviceSpec;
import io.margay.dmi.grpc.internal.wire.DeviceStatus;
import io.margay.dmi.grpc.internal.wire.VisitorConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes devices and models as DMI v1beta1 has them, so that equal descriptions are equal bytes.
 *
 * <p>As in KubeEdge, the model's settings fill what the device leaves out; a mapper sees the device
 * whole.
 */
public final class DeviceMessages {
  private DeviceMessages() {}

  /** A device with all that it takes from its model. */
  public static io.margay.dmi.grpc.internal.wire.Device write(Device device, DeviceModel model) {
    String protocol = device.protocol().protocolName();
    DeviceSpec.Builder spec =
        DeviceSpec.newBuilder()
            .setDeviceModelReference(device.model())
            .setProtocol(
                io.margay.dmi.grpc.internal.wire.ProtocolConfig.newBuilder()
                    .setProtocolName(protocol)
                    .setConfigData(ConfigValues.write(model.settings(device))));
    device
        .properties()
        .forEach(property -> spec.addProperties(property(property, model, protocol)));
    device
        .methods()
        .forEach(
            method ->
                spec.addMethods(
                    DeviceMethod.newBuilder()
                        .setName(method.name())
                        .setDescription(method.description())
                        .addAllPropertyNames(method.propertyNames())));
    return io.margay.dmi.grpc.internal.wire.Device.newBuilder()
        .setName(device.key().name())
        .setNamespace(device.key().namespace())
        .setSpec(spec)
        .setStatus(DeviceStatus.newBuilder().setReportToCloud(true))
        .build();
  }

  /** A model. */
  public static io.margay.dmi.grpc.internal.wire.DeviceModel write(DeviceModel model) {
    DeviceModelSpec.Builder spec = DeviceModelSpec.newBuilder();
    model.properties().forEach(property -> spec.addProperties(property(property)));
    return io.margay.dmi.grpc.internal.wire.DeviceModel.newBuilder()
        .setName(model.key().name())
        .setNamespace(model.key().namespace())
        .setSpec(spec)
        .build();
  }

  /** The settings of a device that no mapper in another process could be given. */
  public static List<Problem> check(Device device, DeviceModel model) {
    List<Problem> problems = new ArrayList<>();
    ConfigValues.check("/spec/protocol/configData", model.settings(device), problems::add);
    for (int i = 0; i < device.properties().size(); i++) {
      DeviceProperty property = device.properties().get(i);
      ConfigValues.check(
          "/spec/properties/" + i + "/visitors/configData",
          model.settings(property),
          problems::add);
    }
    return problems;
  }

  private static io.margay.dmi.grpc.internal.wire.DeviceProperty property(
      DeviceProperty property, DeviceModel model, String protocol) {
    io.margay.dmi.grpc.internal.wire.DeviceProperty.Builder message =
        io.margay.dmi.grpc.internal.wire.DeviceProperty.newBuilder()
            .setName(property.name())
            .setVisitors(
                VisitorConfig.newBuilder()
                    .setProtocolName(visitorProtocol(property, model).orElse(protocol))
                    .setConfigData(ConfigValues.write(model.settings(property))))
            .setReportCycle(property.reportCycleMillis())
            .setCollectCycle(property.collectCycleMillis())
            .setReportToCloud(property.reportToCloud());
    TwinProperty desired = property.desired();
    if (desired != null) {
      message.setDesired(
          io.margay.dmi.grpc.internal.wire.TwinProperty.newBuilder()
              .setValue(desired.value())
              .putAllMetadata(new TreeMap<>(desired.metadata())));
    }
    if (!property.pushMethod().isEmpty()) {
      message.setPushMethod(PushMessages.write(property.pushMethod()));
    }
    return message.build();
  }

  private static io.margay.dmi.grpc.internal.wire.ModelProperty property(ModelProperty property) {
    return io.margay.dmi.grpc.internal.wire.ModelProperty.newBuilder()
        .setName(property.name())
        .setDescription(property.description())
        .setType(property.type().name())
        .setAccessMode(property.accessMode().toString())
        .setMinimum(Optional.ofNullable(property.minimum()).orElse(""))
        .setMaximum(Optional.ofNullable(property.maximum()).orElse(""))
        .setUnit(property.unit())
        .build();
  }

  private static Optional<String> visitorProtocol(DeviceProperty property, DeviceModel model) {
    return Optional.of(property.visitors())
        .map(ProtocolConfig::protocolName)
        .filter(name -> !name.isEmpty())
        .or(() -> model.property(property.name()).map(common -> common.visitors().protocolName()))
        .filter(name -> !name.isEmpty());
  }
}

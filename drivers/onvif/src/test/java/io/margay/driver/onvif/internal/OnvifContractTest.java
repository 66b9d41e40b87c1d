package io.margay.driver.onvif.internal;

import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DiscoveryRequest;
import io.margay.dmi.driver.tck.Counterparty;
import io.margay.dmi.driver.tck.DriverContract;
import io.margay.dmi.driver.tck.DriverUnderTest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The ONVIF driver keeps the contract of all drivers. */
class OnvifContractTest implements DriverUnderTest {
  private static final Pattern NAME = Pattern.compile("<tds:Name>([^<]*)</tds:Name>");

  @TestFactory
  Stream<DynamicTest> keepsTheContract() {
    return DriverContract.testsFor(this);
  }

  @Override
  public DeviceDriver create() {
    return new OnvifDriver();
  }

  @Override
  public Counterparty start() throws IOException {
    AtomicReference<String> hostname = new AtomicReference<>("eye");
    ScriptedCamera camera = new ScriptedCamera();
    camera.answers("GetDeviceInformation", Soap.information());
    camera.answers("GetProfiles", Soap.profiles());
    camera.answers("GetStreamUri", Soap.streamUri("rtsp://192.168.1.64:554/main"));
    camera.sends(
        "GetHostname",
        request -> ScriptedCamera.http(200, "", Soap.envelope(Soap.hostname(hostname.get()))));
    camera.sends(
        "SetHostname",
        request -> {
          Matcher name = NAME.matcher(request);
          if (name.find()) {
            hostname.set(name.group(1));
          }
          return ScriptedCamera.http(200, "", Soap.envelope("<tds:SetHostnameResponse/>"));
        });
    return new Peer(camera);
  }

  @Override
  public DeviceSpec away() {
    return device(1);
  }

  @Override
  public DeviceSpec invalid() {
    return device(70_000);
  }

  @Override
  public Optional<DeviceSpec> silent(int port) {
    return Optional.of(device(port));
  }

  @Override
  public Optional<DiscoveryRequest> discovery() {
    return Optional.of(new DiscoveryRequest(Map.of("addresses", "127.0.0.1", "port", 1)));
  }

  private static DeviceSpec device(int port) {
    return Specs.camera(
        port,
        Map.of("userName", "admin", "password", "secret", "timeout", 3000),
        Specs.property("getURI", Map.of("dataType", "string")),
        Specs.asked("model", "GetDeviceInformation", "model"),
        Specs.asked("vendor", "GetDeviceInformation", "manufacturer"),
        Specs.asked("pan", "GetStatus", "pan"),
        Specs.asked("hostname", "GetHostname", "name"));
  }

  /** A camera that cannot turn. */
  private record Peer(ScriptedCamera camera) implements Counterparty {

    @Override
    public DeviceSpec device() {
      return OnvifContractTest.device(camera.port());
    }

    @Override
    public Set<String> failing() {
      return Set.of("pan");
    }

    @Override
    public Map<String, Object> writable() {
      return Map.of("hostname", "gate-3");
    }

    @Override
    public void close() throws IOException {
      camera.close();
    }
  }
}

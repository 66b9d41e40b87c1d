package io.margay.driver.onvif.internal.camera;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.onvif.internal.soap.CameraFault;
import io.margay.driver.onvif.internal.soap.Element;
import io.margay.driver.onvif.internal.soap.Namespace;
import io.margay.driver.onvif.internal.soap.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a camera is and how it is set up (ONVIF Core 8, {@code devicemgmt.wsdl}). */
final class DeviceService {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private static final Map<String, String> TIME_TYPES = Map.of("Manual", "Manual", "NTP", "NTP");

  private final Camera camera;

  DeviceService(Camera camera) {
    this.camera = camera;
  }

  Map<String, Operation> operations() {
    Map<String, Operation> all = new LinkedHashMap<>();
    all.put("GetDeviceInformation", (given, deadline) -> information(deadline));
    all.put("GetServices", (given, deadline) -> Map.of("services", camera.knownServices()));
    all.put("GetScopes", (given, deadline) -> scopes(deadline));
    all.put("GetSystemDateAndTime", (given, deadline) -> time(deadline));
    all.put("SetSystemDateAndTime", this::setTime);
    all.put("GetHostname", (given, deadline) -> hostname(deadline));
    all.put("SetHostname", this::setHostname);
    all.put("GetNTP", (given, deadline) -> ntp(deadline));
    all.put("SetNTP", this::setNtp);
    all.put("SystemReboot", (given, deadline) -> reboot(deadline));
    return all;
  }

  private Map<String, Object> information(Deadline deadline) throws CameraFault, DriverException {
    Element answer = ask(Tag.of("tds:GetDeviceInformation"), deadline);
    return new Fields()
        .put("manufacturer", answer.at("Manufacturer").text())
        .put("model", answer.at("Model").text())
        .put("firmwareVersion", answer.at("FirmwareVersion").text())
        .put("serialNumber", answer.at("SerialNumber").text())
        .put("hardwareId", answer.at("HardwareId").text())
        .all();
  }

  private Map<String, Object> scopes(Deadline deadline) throws CameraFault, DriverException {
    List<String> scopes =
        ask(Tag.of("tds:GetScopes"), deadline).all("Scopes").stream()
            .map(scope -> scope.at("ScopeItem").text())
            .toList();
    return Map.of("scopes", scopes);
  }

  private Map<String, Object> time(Deadline deadline) throws CameraFault, DriverException {
    Element answer = ask(Tag.of("tds:GetSystemDateAndTime"), deadline).at("SystemDateAndTime");
    Fields fields = new Fields();
    CameraTime.utc(answer)
        .ifPresent(
            utc -> {
              camera.clockTold(utc);
              fields.put("utc", utc.toString());
            });
    return fields
        .put("clockOffsetMillis", camera.clockOffsetMillis())
        .put("type", answer.at("DateTimeType").text())
        .put("timeZone", answer.at("TimeZone", "TZ").text())
        .put("daylightSavings", Boolean.valueOf(answer.at("DaylightSavings").text()))
        .all();
  }

  /** Without {@code utc} the camera's clock is set to ours. */
  private Map<String, Object> setTime(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    boolean manual = !given.has("type") || given.choice("type", TIME_TYPES).equals("Manual");
    Tag request =
        Tag.of(
            "tds:SetSystemDateAndTime",
            Tag.of("tds:DateTimeType", manual ? "Manual" : "NTP"),
            Tag.of("tds:DaylightSavings", "" + given.flag(false, "daylightSavings")));
    if (given.has("timeZone")) {
      request = request.with(Tag.of("tds:TimeZone", Tag.of("tt:TZ", given.text("timeZone"))));
    }
    if (manual) {
      String said = given.textOr("", "utc");
      Instant utc =
          said.isEmpty()
              ? Instant.now()
              : CameraTime.parse(said)
                  .orElseThrow(() -> given.unfit("utc", "a time such as 2026-11-27T10:15:00Z"));
      request = request.with(CameraTime.tag("tds:UTCDateTime", utc));
    }
    ask(request, deadline);
    return Map.of();
  }

  private Map<String, Object> hostname(Deadline deadline) throws CameraFault, DriverException {
    Element answer = ask(Tag.of("tds:GetHostname"), deadline).at("HostnameInformation");
    return new Fields()
        .put("name", answer.at("Name").text())
        .put("fromDhcp", Boolean.valueOf(answer.at("FromDHCP").text()))
        .all();
  }

  private Map<String, Object> setHostname(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    ask(Tag.of("tds:SetHostname", Tag.of("tds:Name", given.text("name"))), deadline);
    return Map.of();
  }

  private Map<String, Object> ntp(Deadline deadline) throws CameraFault, DriverException {
    Element answer = ask(Tag.of("tds:GetNTP"), deadline).at("NTPInformation");
    boolean fromDhcp = Boolean.parseBoolean(answer.at("FromDHCP").text());
    List<String> servers = new ArrayList<>();
    for (Element host : answer.all(fromDhcp ? "NTPFromDHCP" : "NTPManual")) {
      servers.add(
          host.at("DNSname").text()
              + host.at("IPv4Address").text()
              + host.at("IPv6Address").text());
    }
    return new Fields().put("servers", String.join(", ", servers)).put("fromDhcp", fromDhcp).all();
  }

  private Map<String, Object> setNtp(Arguments given, Deadline deadline)
      throws CameraFault, DriverException {
    boolean fromDhcp = given.flag(false, "fromDhcp");
    Tag request = Tag.of("tds:SetNTP", Tag.of("tds:FromDHCP", "" + fromDhcp));
    if (!fromDhcp) {
      for (String server : given.text("servers").split(",", -1)) {
        request = request.with(networkHost(server.strip()));
      }
    }
    ask(request, deadline);
    return Map.of();
  }

  /** A {@code tt:NetworkHost}, whose kind is told by its spelling, without a look-up. */
  private static Tag networkHost(String host) {
    if (host.indexOf(':') >= 0) {
      return Tag.of("tds:NTPManual", Tag.of("tt:Type", "IPv6"), Tag.of("tt:IPv6Address", host));
    }
    return IPV4.matcher(host).matches()
        ? Tag.of("tds:NTPManual", Tag.of("tt:Type", "IPv4"), Tag.of("tt:IPv4Address", host))
        : Tag.of("tds:NTPManual", Tag.of("tt:Type", "DNS"), Tag.of("tt:DNSname", host));
  }

  private Map<String, Object> reboot(Deadline deadline) throws CameraFault, DriverException {
    Element answer = ask(Tag.of("tds:SystemReboot"), deadline);
    return new Fields().put("message", answer.at("Message").text()).all();
  }

  private Element ask(Tag request, Deadline deadline) throws CameraFault, DriverException {
    return camera.call(Namespace.DEVICE, request, deadline);
  }
}

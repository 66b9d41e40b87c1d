package io.margay.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.driver.onvif.internal.soap.Element;
import io.margay.driver.onvif.internal.soap.ElementReader;
import io.margay.driver.onvif.internal.soap.Namespace;
import io.margay.driver.onvif.internal.soap.XmlException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests have the elements of their WSDL, in its order: ONVIF's types are {@code xs:sequence}s,
 * and there are cameras that refuse what stands elsewhere. The prefixes stand for the namespaces of
 * {@code devicemgmt.wsdl} (tds), {@code media.wsdl} (trt), {@code ptz.wsdl} (tptz), {@code
 * imaging.wsdl} (timg) and {@code onvif.xsd} (tt).
 */
class RequestFormTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GetStreamUri | | trt:StreamSetup(tt:Stream=RTP-Unicast tt:Transport(tt:Protocol=RTSP)) trt:ProfileToken=p0",
        "GetSnapshotUri | profile=sub | trt:ProfileToken=p1",
        "AbsoluteMove | zoom=1, pan=0.5, tilt=0 | tptz:ProfileToken=p0 tptz:Position(tt:PanTilt tt:Zoom)",
        "RelativeMove | zoom=0.1, speed=1 | tptz:ProfileToken=p0 tptz:Translation(tt:Zoom) tptz:Speed(tt:PanTilt tt:Zoom)",
        "ContinuousMove | pan=1, seconds=0.5 | tptz:ProfileToken=p0 tptz:Velocity(tt:PanTilt) tptz:Timeout=PT0.5S",
        "Stop | zoom=false | tptz:ProfileToken=p0 tptz:PanTilt=true tptz:Zoom=false",
        "SetPreset | name=door | tptz:ProfileToken=p0 tptz:PresetName=door",
        "GotoHomePosition | | tptz:ProfileToken=p0",
        "SendAuxiliaryCommand | command=tt:Wiper On | tptz:ProfileToken=p0 tptz:AuxiliaryData=tt:Wiper On",
        "SetImagingSettings | sharpness=3, brightness=1, irCutFilter=auto, exposureMode=AUTO | timg:VideoSourceToken=vs0"
            + " timg:ImagingSettings(tt:Brightness=1.0 tt:Exposure(tt:Mode=AUTO) tt:IrCutFilter=AUTO tt:Sharpness=3.0)"
            + " timg:ForcePersistence=true",
        "MoveFocus | speed=-1 | timg:VideoSourceToken=vs0 timg:Focus(tt:Continuous(tt:Speed=-1.0))",
        "SetRelayOutputState | relay=r1, state=active | tds:RelayOutputToken=r1 tds:LogicalState=active",
        "CreateUsers | userName=x, password=y, level=operator | tds:User(tt:Username=x tt:Password=y tt:UserLevel=Operator)",
        "DeleteUsers | userName=x | tds:Username=x",
        "SetHostname | name=gate | tds:Name=gate",
        "SetNTP | servers=10.0.0.1 | tds:FromDHCP=false tds:NTPManual(tt:Type=IPv4 tt:IPv4Address=10.0.0.1)",
        "SetNTP | servers=pool.ntp.org | tds:FromDHCP=false tds:NTPManual(tt:Type=DNS tt:DNSname=pool.ntp.org)",
        "SetNTP | servers=fe80::1 | tds:FromDHCP=false tds:NTPManual(tt:Type=IPv6 tt:IPv6Address=fe80::1)",
        "SetSystemDateAndTime | utc=2026-11-27T10:15:30Z | tds:DateTimeType=Manual tds:DaylightSavings=false"
            + " tds:UTCDateTime(tt:Time(tt:Hour=10 tt:Minute=15 tt:Second=30) tt:Date(tt:Year=2026 tt:Month=11 tt:Day=27))",
        "SetSystemDateAndTime | type=ntp, timeZone=CET-1 | tds:DateTimeType=NTP tds:DaylightSavings=false"
            + " tds:TimeZone(tt:TZ=CET-1)",
        "SystemReboot | | ''",
      })
  void aRequestHasTheseElementsInThisOrder(String method, String arguments, String elements)
      throws Exception {
    try (ScriptedCamera camera = new ScriptedCamera();
        DeviceSession session = open(camera.answers("GetProfiles", Soap.profiles()))) {
      try {
        session.invoke(method, map(arguments), soon());
      } catch (DriverException refused) {
        // the camera knows no operation; what it was asked is what counts
      }

      assertThat(shape(camera.requests().get(camera.requests().size() - 1))).isEqualTo(elements);
    }
  }

  private static DeviceSession open(ScriptedCamera camera) throws DriverException {
    return new OnvifDriver().open(Specs.camera(camera.port(), Map.of()), DriverState.NONE, soon());
  }

  private static Map<String, Object> map(String arguments) {
    Map<String, Object> map = new HashMap<>();
    for (String one : (arguments == null ? "" : arguments).split(", *", -1)) {
      int equals = one.indexOf('=');
      if (equals > 0) {
        map.put(one.substring(0, equals), one.substring(equals + 1));
      }
    }
    return map;
  }

  private static String shape(String request) throws XmlException {
    String envelope = request.substring(request.indexOf("<?xml"));
    Element body = new ElementReader().read(envelope.getBytes(UTF_8)).at("Body");
    return shapes(body.children().get(0).children());
  }

  /** Elements as {@code a=text b(c=text)}; attributes are left out. */
  private static String shapes(List<Element> elements) {
    return elements.stream().map(RequestFormTest::shapeOf).collect(Collectors.joining(" "));
  }

  private static String shapeOf(Element element) {
    String prefix = Namespace.ofUri(element.namespace()).orElseThrow().prefix();
    String inner =
        element.children().isEmpty()
            ? element.text().isEmpty() ? "" : "=" + element.text()
            : "(" + shapes(element.children()) + ")";
    return prefix + ":" + element.name() + inner;
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10));
  }
}

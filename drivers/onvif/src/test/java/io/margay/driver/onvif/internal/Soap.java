package io.margay.driver.onvif.internal;

/** What cameras answer, in the form of the ONVIF schemas. */
public final class Soap {
  private Soap() {}

  public static String envelope(String body) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"
            xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema"
            xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tr2="http://www.onvif.org/ver20/media/wsdl"
            xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl" xmlns:timg="http://www.onvif.org/ver20/imaging/wsdl"
            xmlns:tev="http://www.onvif.org/ver10/events/wsdl" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"
            xmlns:wsa="http://www.w3.org/2005/08/addressing" xmlns:ter="http://www.onvif.org/ver10/error"
            xmlns:tns1="http://www.onvif.org/ver10/topics">
          <e:Body>%s</e:Body>
        </e:Envelope>"""
        .formatted(body);
  }

  public static String fault(String subcode, String reason) {
    return """
        <e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>%s</e:Value></e:Subcode></e:Code>
        <e:Reason><e:Text xml:lang="en">%s</e:Text></e:Reason></e:Fault>"""
        .formatted(subcode, reason);
  }

  public static String dateAndTime(int year, int month, int day, int hour, int minute, int second) {
    return """
        <tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType>
        <tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>UTC0</tt:TZ></tt:TimeZone>
        <tt:UTCDateTime><tt:Time><tt:Hour>%d</tt:Hour><tt:Minute>%d</tt:Minute><tt:Second>%d</tt:Second></tt:Time>
        <tt:Date><tt:Year>%d</tt:Year><tt:Month>%d</tt:Month><tt:Day>%d</tt:Day></tt:Date></tt:UTCDateTime>
        </tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"""
        .formatted(hour, minute, second, year, month, day);
  }

  /** All services, at an address that is right inside of the camera's own network only. */
  public static String services(int port) {
    StringBuilder services = new StringBuilder("<tds:GetServicesResponse>");
    for (String namespace :
        new String[] {
          "ver10/device",
          "ver10/media",
          "ver20/ptz",
          "ver20/imaging",
          "ver10/events",
          "ver10/deviceIO"
        }) {
      services.append(
          service(
              "http://www.onvif.org/" + namespace + "/wsdl",
              "http://192.168.1.64/onvif/" + namespace));
    }
    return services.append("</tds:GetServicesResponse>").toString();
  }

  public static String service(String namespace, String address) {
    return """
        <tds:Service><tds:Namespace>%s</tds:Namespace><tds:XAddr>%s</tds:XAddr>
        <tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>"""
        .formatted(namespace, address);
  }

  public static String information() {
    return """
        <tds:GetDeviceInformationResponse><tds:Manufacturer>Acme</tds:Manufacturer><tds:Model>Eye 3</tds:Model>
        <tds:FirmwareVersion>1.2</tds:FirmwareVersion><tds:SerialNumber>4711</tds:SerialNumber>
        <tds:HardwareId>a&amp;b</tds:HardwareId></tds:GetDeviceInformationResponse>""";
  }

  public static String profiles() {
    return """
        <trt:GetProfilesResponse>
        <trt:Profiles token="p0" fixed="true"><tt:Name>main</tt:Name>
        <tt:VideoSourceConfiguration token="vsc"><tt:Name>v</tt:Name><tt:SourceToken>vs0</tt:SourceToken></tt:VideoSourceConfiguration>
        <tt:VideoEncoderConfiguration token="vec"><tt:Encoding>H264</tt:Encoding>
        <tt:Resolution><tt:Width>1920</tt:Width><tt:Height>1080</tt:Height></tt:Resolution></tt:VideoEncoderConfiguration></trt:Profiles>
        <trt:Profiles token="p1"><tt:Name>sub</tt:Name></trt:Profiles></trt:GetProfilesResponse>""";
  }

  public static String streamUri(String uri) {
    return "<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>%s</tt:Uri></trt:MediaUri></trt:GetStreamUriResponse>"
        .formatted(uri);
  }

  public static String hostname(String name) {
    return """
        <tds:GetHostnameResponse><tds:HostnameInformation><tt:FromDHCP>false</tt:FromDHCP>
        <tt:Name>%s</tt:Name></tds:HostnameInformation></tds:GetHostnameResponse>"""
        .formatted(name);
  }

  public static String subscription() {
    return """
        <tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference>
        <wsa:Address>http://192.168.1.64/onvif/sub/7</wsa:Address></tev:SubscriptionReference>
        <wsnt:CurrentTime>2026-11-27T10:15:00Z</wsnt:CurrentTime>
        <wsnt:TerminationTime>2026-11-27T10:16:00Z</wsnt:TerminationTime>
        </tev:CreatePullPointSubscriptionResponse>""";
  }

  public static String notification(String topic, String item, String value) {
    return """
        <wsnt:NotificationMessage><wsnt:Topic Dialect="x">%s</wsnt:Topic><wsnt:Message>
        <tt:Message UtcTime="2026-11-27T10:15:00Z" PropertyOperation="Changed"><tt:Data>
        <tt:SimpleItem Name="%s" Value="%s"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>"""
        .formatted(topic, item, value);
  }

  public static String pulled(String messages) {
    return "<tev:PullMessagesResponse>" + messages + "</tev:PullMessagesResponse>";
  }
}

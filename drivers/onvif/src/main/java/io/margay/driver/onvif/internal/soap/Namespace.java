package io.margay.driver.onvif.internal.soap;

import java.util.Arrays;
import java.util.Optional;

/** The XML namespaces of ONVIF and what it stands on, with the prefix that our requests use. */
public enum Namespace {
  ENVELOPE("s", "http://www.w3.org/2003/05/soap-envelope"),
  ADDRESSING("wsa", "http://www.w3.org/2005/08/addressing"),
  SECURITY(
      "wsse", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"),
  SECURITY_UTILITY(
      "wsu", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"),
  NOTIFICATION("wsnt", "http://docs.oasis-open.org/wsn/b-2"),
  TOPICS("tns1", "http://www.onvif.org/ver10/topics"),
  SCHEMA("tt", "http://www.onvif.org/ver10/schema"),
  DISCOVERY("d", "http://schemas.xmlsoap.org/ws/2005/04/discovery"),
  DISCOVERY_ADDRESSING("a", "http://schemas.xmlsoap.org/ws/2004/08/addressing"),
  NETWORK("dn", "http://www.onvif.org/ver10/network/wsdl"),
  DEVICE("tds", "http://www.onvif.org/ver10/device/wsdl"),
  MEDIA("trt", "http://www.onvif.org/ver10/media/wsdl"),
  MEDIA2("tr2", "http://www.onvif.org/ver20/media/wsdl"),
  PTZ("tptz", "http://www.onvif.org/ver20/ptz/wsdl"),
  IMAGING("timg", "http://www.onvif.org/ver20/imaging/wsdl"),
  EVENTS("tev", "http://www.onvif.org/ver10/events/wsdl"),
  DEVICE_IO("tmd", "http://www.onvif.org/ver10/deviceIO/wsdl");

  private final String prefix;
  private final String uri;

  Namespace(String prefix, String uri) {
    this.prefix = prefix;
    this.uri = uri;
  }

  public String prefix() {
    return prefix;
  }

  public String uri() {
    return uri;
  }

  /** The one with this prefix in our requests. */
  static Optional<Namespace> ofPrefix(String prefix) {
    return Arrays.stream(values()).filter(one -> one.prefix.equals(prefix)).findFirst();
  }

  /** The one with this URI. */
  public static Optional<Namespace> ofUri(String uri) {
    return Arrays.stream(values()).filter(one -> one.uri.equals(uri)).findFirst();
  }
}

package io.margay.driver.onvif.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP request before it is known over which connection it goes. */
public record Request(String method, String path, Map<String, String> headers, String body) {

  public static Request get(String path) {
    return new Request("GET", path, Map.of(), "");
  }

  public static Request post(String path, String contentType, String body) {
    return new Request("POST", path, Map.of("Content-Type", contentType), body);
  }

  Request with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Request(method, path, more, body);
  }

  /** As it goes over the wire (RFC 9112, 3). */
  byte[] bytes(Address place) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(place.authority()).append("\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    byte[] content = body.getBytes(UTF_8);
    if (content.length > 0) {
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream(head.length() + content.length);
    all.writeBytes(head.toString().getBytes(UTF_8));
    all.writeBytes(content);
    return all.toByteArray();
  }
}

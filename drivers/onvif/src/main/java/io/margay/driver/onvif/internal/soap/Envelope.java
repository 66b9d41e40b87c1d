package io.margay.driver.onvif.internal.soap;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A SOAP 1.2 message that we send. */
public record Envelope(List<Tag> headers, Tag body) {

  /** As it goes over the wire; only the namespaces that are used are declared. */
  public String text() {
    Set<Namespace> used = EnumSet.noneOf(Namespace.class);
    Tag envelope = Tag.of("s:Envelope");
    if (!headers.isEmpty()) {
      envelope = envelope.with(Tag.of("s:Header", headers));
    }
    envelope = envelope.with(Tag.of("s:Body", body));
    envelope.namespaces(used);
    for (Namespace namespace : used) {
      envelope = envelope.with("xmlns:" + namespace.prefix(), namespace.uri());
    }
    StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    envelope.write(text);
    return text.toString();
  }
}

package io.margay.driver.onvif.internal.soap;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Makes elements of XML that anybody may have written: no DTD, and so no entities to blow it up or
 * to fetch, and neither more nor deeper elements than an answer of a camera has.
 */
public final class ElementReader {
  private static final int DEEPEST = 64;
  private static final int MOST_ELEMENTS = 50_000;
  private static final int MOST_ATTRIBUTES = 64;

  private final XMLInputFactory factory;

  /** The JDK's own parser, whatever else is on the class path. */
  public ElementReader() {
    factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("it refers to something outside of it");
        });
  }

  /**
   * The document element.
   *
   * @throws XmlException when it is no XML, or XML that is refused
   */
  public Element read(byte[] document) throws XmlException {
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new XmlException(firstLine(e));
    }
  }

  private static Element read(XMLStreamReader reader) throws XMLStreamException, XmlException {
    Deque<Begun> open = new ArrayDeque<>();
    int count = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          count++;
          if (count > MOST_ELEMENTS || open.size() >= DEEPEST) {
            throw new XmlException(
                "it has more than %d elements, or they are deeper than %d"
                    .formatted(MOST_ELEMENTS, DEEPEST));
          }
          open.push(new Begun(reader));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            open.element().text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          Element done = open.pop().end();
          if (open.isEmpty()) {
            return done;
          }
          open.element().children.add(done);
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XmlException("it has a DTD, which SOAP 1.2 forbids (part 1, 5)");
        default -> {} // comments and the like
      }
    }
    throw new XmlException("it has no element");
  }

  private static String firstLine(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    return message
        .lines()
        .filter(line -> line.startsWith("Message: "))
        .findFirst()
        .map(line -> line.substring("Message: ".length()))
        .orElse(message);
  }

  /** An element whose end has not come yet. */
  private static final class Begun {
    private final String namespace;
    private final String name;
    private final Map<String, String> attributes = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private final List<Element> children = new ArrayList<>();

    private Begun(XMLStreamReader reader) throws XmlException {
      namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
      name = reader.getLocalName();
      if (reader.getAttributeCount() > MOST_ATTRIBUTES) {
        throw new XmlException("an element has more than " + MOST_ATTRIBUTES + " attributes");
      }
      for (int i = 0; i < reader.getAttributeCount(); i++) {
        attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
      }
    }

    private Element end() {
      return new Element(
          namespace, name, Map.copyOf(attributes), text.toString().strip(), List.copyOf(children));
    }
  }
}

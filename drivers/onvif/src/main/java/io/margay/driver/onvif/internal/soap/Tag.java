package io.margay.driver.onvif.internal.soap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An element of a request.
 *
 * @param name with one of the prefixes of {@link Namespace}, or without one in {@link #copyOf}
 * @param text what stands in it before its children
 */
public record Tag(String name, Map<String, String> attributes, String text, List<Tag> children) {
  private static final Pattern PREFIX = Pattern.compile("(?:^|[\\s|/])(\\w+):");

  public static Tag of(String name, Tag... children) {
    return new Tag(name, Map.of(), "", List.of(children));
  }

  public static Tag of(String name, List<Tag> children) {
    return new Tag(name, Map.of(), "", children);
  }

  public static Tag of(String name, String text) {
    return new Tag(name, Map.of(), text, List.of());
  }

  /** An element of an answer, to be said again; its namespace need not be one that we know. */
  public static Tag copyOf(Element told) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("xmlns", told.namespace());
    attributes.putAll(told.attributes());
    return new Tag(
        told.name(), attributes, told.text(), told.children().stream().map(Tag::copyOf).toList());
  }

  /** The same with a further attribute. */
  public Tag with(String attribute, String value) {
    Map<String, String> more = new LinkedHashMap<>(attributes);
    more.put(attribute, value);
    return new Tag(name, more, text, children);
  }

  /** The same with a further child at its end. */
  public Tag with(Tag child) {
    List<Tag> more = new ArrayList<>(children);
    more.add(child);
    return new Tag(name, attributes, text, more);
  }

  /** The name without its prefix. */
  public String localName() {
    return name.substring(name.indexOf(':') + 1);
  }

  /** What its own prefix stands for. */
  Namespace namespace() {
    return Namespace.ofPrefix(name.substring(0, name.indexOf(':'))).orElseThrow();
  }

  /** Adds the namespaces that it and its children use. */
  void namespaces(Set<Namespace> used) {
    if (name.indexOf(':') >= 0) {
      used.add(namespace());
    }
    mentioned(text, used);
    attributes.values().forEach(value -> mentioned(value, used));
    attributes.keySet().forEach(attribute -> mentioned(attribute, used));
    children.forEach(child -> child.namespaces(used));
  }

  /** A prefix may stand in content too, as in {@code tns1:Device}. */
  private static void mentioned(String content, Set<Namespace> used) {
    Matcher prefix = PREFIX.matcher(content);
    while (prefix.find()) {
      Namespace.ofPrefix(prefix.group(1)).ifPresent(used::add);
    }
  }

  void write(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach(
        (attribute, value) -> {
          out.append(' ').append(attribute).append("=\"");
          escape(value, out);
          out.append('"');
        });
    out.append('>');
    escape(text, out);
    children.forEach(child -> child.write(out));
    out.append("</").append(name).append('>');
  }

  /** Leaves out what XML 1.0 (2.2) has no way to write. */
  private static void escape(String content, StringBuilder out) {
    content
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\t', '\n', '\r' -> out.append("&#").append(c).append(';');
                default -> {
                  if (c >= ' ' && (c < 0xd800 || c > 0xdfff) && c != 0xfffe && c != 0xffff) {
                    out.appendCodePoint(c);
                  }
                }
              }
            });
  }
}

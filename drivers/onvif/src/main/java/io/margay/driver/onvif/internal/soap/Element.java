package io.margay.driver.onvif.internal.soap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element of an answer. Looked up by local name: the paths are unambiguous in ONVIF, and there
 * are cameras that have the namespace wrong.
 *
 * @param text the text directly in it, without space around it
 */
public record Element(
    String namespace,
    String name,
    Map<String, String> attributes,
    String text,
    List<Element> children) {

  /** What a lookup gives that finds nothing. */
  public static final Element NONE = new Element("", "", Map.of(), "", List.of());

  /** The first child of each of these names, one in another; {@link #NONE} when it is not there. */
  public Element at(String... path) {
    Element here = this;
    for (String step : path) {
      here = here.child(step);
    }
    return here;
  }

  private Element child(String wanted) {
    for (Element child : children) {
      if (child.name.equals(wanted)) {
        return child;
      }
    }
    return NONE;
  }

  /** The children of this name. */
  public List<Element> all(String wanted) {
    return children.stream().filter(child -> child.name.equals(wanted)).toList();
  }

  /** The first element of this name in it, at any depth. */
  public Optional<Element> find(String wanted) {
    Deque<Element> ahead = new ArrayDeque<>(List.of(this));
    while (!ahead.isEmpty()) {
      Element next = ahead.pop();
      if (next.name.equals(wanted)) {
        return Optional.of(next);
      }
      List<Element> inner = new ArrayList<>(next.children);
      for (int i = inner.size() - 1; i >= 0; i--) {
        ahead.push(inner.get(i));
      }
    }
    return Optional.empty();
  }

  /** An attribute by its local name; empty text when it is not there. */
  public String attribute(String wanted) {
    return attributes.getOrDefault(wanted, "");
  }

  /** Whether it is there at all. */
  public boolean exists() {
    return !name.isEmpty();
  }

  /** Its text as a number; null when it is none. */
  public @Nullable Double number() {
    return numberOf(text);
  }

  /** An attribute as a number; null when it is none. */
  public @Nullable Double number(String attribute) {
    return numberOf(attribute(attribute));
  }

  private static @Nullable Double numberOf(String text) {
    try {
      return text.isEmpty() ? null : Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}

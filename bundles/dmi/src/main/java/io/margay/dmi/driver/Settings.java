package io.margay.dmi.driver;

import static java.util.Objects.requireNonNull;

import io.margay.dmi.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a free-form {@code configData} object with types, ranges and clear complaints.
 *
 * <ul>
 *   <li>Keys match without regard to case, as KubeEdge's own parser does it.
 *   <li>A number or a truth value may also be written as text: {@code port: "502"}. A number may
 *       stand for a text; a truth value may not, for YAML 1.1 makes one of {@code on}, {@code off},
 *       {@code yes} and {@code no}, and the word is lost.
 *   <li>Where several keys are given, the first that is present counts: the spellings of one thing.
 *   <li>A mistake goes to the list of problems, and the read gives the fallback, or zero, or empty;
 *       look at the list before you use what was read. It tells what was found, but for passwords,
 *       tokens and logins in addresses.
 * </ul>
 */
public final class Settings {
  private static final int LONGEST_QUOTE = 60;
  private static final String A_TEXT = "a text";
  private static final String QUOTES =
      ", in quotes: YAML takes on, off, yes and no without them as true and false";

  private static final Pattern SECRET = Pattern.compile("(?i).*(password|token)");

  /** User and password in a URL. */
  private static final Pattern LOGIN = Pattern.compile("//[^/\\s]*@");

  private final String path;
  private final Map<String, Object> data;
  private final Consumer<Problem> problems;

  /**
   * @param path where the object stands, as {@link Problem#path()} wants it
   * @param problems takes each mistake that a read finds
   */
  public Settings(String path, Map<String, Object> data, Consumer<Problem> problems) {
    this.path = requireNonNull(path, "path");
    this.data = requireNonNull(data, "data");
    this.problems = requireNonNull(problems, "problems");
  }

  /** The settings of a device: {@code spec.protocol.configData}. */
  public static Settings of(DeviceSpec device, Consumer<Problem> problems) {
    return new Settings("/spec/protocol/configData", device.settings(), problems);
  }

  /** The settings of a property: {@code visitors.configData}. */
  public static Settings of(PropertySpec property, Consumer<Problem> problems) {
    return new Settings(
        "/spec/properties/" + property.index() + "/visitors/configData",
        property.settings(),
        problems);
  }

  /** Where the object stands. */
  public String path() {
    return path;
  }

  /** Whether one of the keys has a value. */
  public boolean has(String... keys) {
    return entry(List.of(keys)).isPresent();
  }

  /** All that is in the object, unread. */
  public Map<String, Object> data() {
    return data;
  }

  /** A nested object; empty when it is not there. */
  public Settings object(String key) {
    Optional<Map.Entry<String, Object>> entry = entry(List.of(key));
    return entry
        .map(there -> nested(at(there.getKey()), there.getValue()))
        .orElseGet(() -> new Settings(at(key), Map.of(), problems));
  }

  /** The objects of a list; empty when it is not there. */
  public List<Settings> objects(String key) {
    List<Settings> objects = new ArrayList<>();
    forEachItem(key, (path, item) -> objects.add(nested(path, item)));
    return objects;
  }

  /** The texts of a list; empty when it is not there. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    forEachItem(
        key,
        (path, item) -> {
          if (isText(item)) {
            texts.add(String.valueOf(item));
          } else {
            problems.accept(new Problem(path, quoted(item), wordFor(item, A_TEXT)));
          }
        });
    return texts;
  }

  private void forEachItem(String key, BiConsumer<String, Object> reader) {
    Optional<Map.Entry<String, Object>> entry = entry(List.of(key));
    if (entry.isEmpty()) {
      return;
    }
    if (!(entry.get().getValue() instanceof List<?> list)) {
      complain(entry.get(), "a list");
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      reader.accept(at(entry.get().getKey()) + "/" + i, list.get(i));
    }
  }

  private Settings nested(String path, Object value) {
    if (value instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // objects of a manifest have string keys throughout
      Map<String, Object> inner = (Map<String, Object>) map;
      return new Settings(path, inner, problems);
    }
    problems.accept(new Problem(path, quoted(value), "an object"));
    return new Settings(path, Map.of(), problems);
  }

  private static boolean isText(Object value) {
    return value instanceof String || value instanceof Number;
  }

  /** What is expected where a word should be. */
  private static String wordFor(Object found, String expected) {
    return found instanceof Boolean ? expected + QUOTES : expected;
  }

  /** A text that must be there. */
  public String text(String... keys) {
    return has(keys) ? text(List.of(keys)).orElse("") : missing(keys[0], A_TEXT, "");
  }

  /** A text, if it is there. */
  public Optional<String> text(List<String> keys) {
    Optional<Map.Entry<String, Object>> entry = entry(keys);
    if (entry.isPresent() && !isText(entry.get().getValue())) {
      complain(entry.get(), wordFor(entry.get().getValue(), A_TEXT));
      return Optional.empty();
    }
    return entry.map(there -> String.valueOf(there.getValue()).strip());
  }

  /** A whole number that must be there, from {@code min} to {@code max}. */
  public long integer(long min, long max, String... keys) {
    String expected = range(min, max);
    return entry(List.of(keys))
        .map(entry -> wholeNumber(entry, min, max, expected, min))
        .orElseGet(() -> missing(keys[0], expected, min));
  }

  /** A whole number from {@code min} to {@code max}, or the fallback when it is not there. */
  public long integerOr(long fallback, long min, long max, String... keys) {
    return entry(List.of(keys))
        .map(entry -> wholeNumber(entry, min, max, range(min, max), fallback))
        .orElse(fallback);
  }

  /** A number, or the fallback when it is not there. */
  public double numberOr(double fallback, String... keys) {
    return entry(List.of(keys))
        .map(
            entry -> {
              BigDecimal number = decimal(entry.getValue());
              return number == null
                  ? complain(entry, "a number", fallback)
                  : Double.valueOf(number.doubleValue());
            })
        .orElse(fallback);
  }

  /** A truth value, or the fallback when it is not there. */
  public boolean flagOr(boolean fallback, String... keys) {
    return entry(List.of(keys))
        .map(
            entry ->
                switch (String.valueOf(entry.getValue()).toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> complain(entry, "true or false", fallback);
                })
        .orElse(fallback);
  }

  /** One word of a closed set, without regard to case; it must be there. */
  public <T> Optional<T> choice(Map<String, T> words, String... keys) {
    String expected = "one of " + String.join(", ", words.keySet());
    Optional<Map.Entry<String, Object>> entry = entry(List.of(keys));
    if (entry.isEmpty()) {
      missing(keys[0], expected, "");
      return Optional.empty();
    }
    String found = String.valueOf(entry.get().getValue()).strip();
    for (Map.Entry<String, T> word : words.entrySet()) {
      if (word.getKey().equalsIgnoreCase(found)) {
        return Optional.of(word.getValue());
      }
    }
    complain(entry.get(), wordFor(entry.get().getValue(), expected));
    return Optional.empty();
  }

  /** Adds a mistake about one key that only the caller can see, such as a name given twice. */
  public void complain(String key, String expected) {
    Optional<Map.Entry<String, Object>> entry = entry(List.of(key));
    if (entry.isPresent()) {
      complain(entry.get(), expected);
    } else {
      missing(key, expected, "");
    }
  }

  private Optional<Map.Entry<String, Object>> entry(List<String> keys) {
    for (String key : keys) {
      for (Map.Entry<String, Object> entry : data.entrySet()) {
        if (entry.getKey().equalsIgnoreCase(key) && entry.getValue() != null) {
          return Optional.of(entry);
        }
      }
    }
    return Optional.empty();
  }

  private long wholeNumber(
      Map.Entry<String, Object> entry, long min, long max, String expected, long fallback) {
    BigDecimal number = decimal(entry.getValue());
    if (number == null
        || number.stripTrailingZeros().scale() > 0
        || number.compareTo(BigDecimal.valueOf(min)) < 0
        || number.compareTo(BigDecimal.valueOf(max)) > 0) {
      return complain(entry, expected, fallback);
    }
    return number.longValue();
  }

  private static @Nullable BigDecimal decimal(Object value) {
    String text = String.valueOf(value).strip();
    if (text.length() > LONGEST_QUOTE) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String range(long min, long max) {
    return "a whole number from " + min + " to " + max;
  }

  private <T> T missing(String key, String expected, T substitute) {
    problems.accept(new Problem(at(key), "nothing", expected));
    return substitute;
  }

  private <T> T complain(Map.Entry<String, Object> entry, String expected, T substitute) {
    complain(entry, expected);
    return substitute;
  }

  private void complain(Map.Entry<String, Object> entry, String expected) {
    problems.accept(new Problem(at(entry.getKey()), shown(entry), expected));
  }

  /** Complaints go into logs, where no secret has a place, wherever people have put it. */
  private static String shown(Map.Entry<String, Object> entry) {
    if (SECRET.matcher(entry.getKey()).matches()) {
      return "what is not shown";
    }
    return quoted(
        entry.getValue() instanceof String text
            ? LOGIN.matcher(text).replaceAll("//…@")
            : entry.getValue());
  }

  private static String quoted(Object value) {
    if (value instanceof Boolean) {
      return value.toString();
    }
    String text = String.valueOf(value);
    return text.length() <= LONGEST_QUOTE
        ? "\"" + text + "\""
        : "\"" + text.substring(0, LONGEST_QUOTE) + "…\"";
  }

  private String at(String key) {
    return path + "/" + key.replace("~", "~0").replace("/", "~1");
  }
}

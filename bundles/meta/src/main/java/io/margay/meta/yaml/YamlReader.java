package io.margay.meta.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML as kubectl does (YAML 1.1, anchors and merge keys) into JSON that keeps the order of
 * keys and the digits of numbers.
 */
public final class YamlReader {
  /** A status is as deep as the store allows, and one level down here. */
  private static final int MAX_DEPTH = 101;

  private static final int MAX_NODES = 200_000;
  private static final int MAX_ALIASES = 1000;
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final JsonFactory JSON = new JsonFactory();

  private int nodes;

  private YamlReader() {}

  /** Takes one document after the other. */
  @FunctionalInterface
  public interface Sink {
    void accept(Document document) throws UnreadableException;
  }

  /**
   * Reads all documents of a text; empty ones are left out.
   *
   * @throws UnreadableException naming the line
   */
  public static List<Document> read(String text) throws UnreadableException {
    List<Document> documents = new ArrayList<>();
    read(new StringReader(text), documents::add);
    return documents;
  }

  /**
   * Reads all documents, and holds one of them at a time; empty ones are left out.
   *
   * @throws UnreadableException naming the line, or of the sink
   */
  public static void read(Reader text, Sink sink) throws UnreadableException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    try {
      Composer composer =
          new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options);
      while (composer.checkNode()) {
        Node root = composer.getNode();
        if (!root.getTag().equals(Tag.NULL)) {
          sink.accept(new YamlReader().document(root));
        }
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new UnreadableException(line, "no YAML: " + oneLine(e.getProblem()));
    } catch (YAMLException e) {
      throw new UnreadableException(1, "no YAML: " + oneLine(String.valueOf(e.getMessage())));
    }
  }

  private Document document(Node root) throws UnreadableException {
    if (!(root instanceof MappingNode)) {
      throw new UnreadableException(line(root), "found no mapping, expected apiVersion, kind, …");
    }
    Map<String, Integer> lines = new HashMap<>();
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(root, "", 0, lines, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Document(line(root), text.toString(), lines);
  }

  private void write(
      Node node, String pointer, int depth, Map<String, Integer> lines, JsonGenerator json)
      throws IOException, UnreadableException {
    if (++nodes > MAX_NODES) {
      throw new UnreadableException(
          line(node), "more than " + MAX_NODES + " values, aliases counted each time");
    }
    if (depth > MAX_DEPTH) {
      throw new UnreadableException(line(node), "more than " + MAX_DEPTH + " levels deep");
    }
    if (node instanceof MappingNode mapping) {
      expectTag(node, Tag.MAP);
      json.writeStartObject();
      for (Map.Entry<String, NodeTuple> entry : members(mapping).entrySet()) {
        String member = Pointer.member(pointer, entry.getKey());
        lines.put(member, line(entry.getValue().getKeyNode()));
        json.writeFieldName(entry.getKey());
        write(entry.getValue().getValueNode(), member, depth + 1, lines, json);
      }
      json.writeEndObject();
    } else if (node instanceof SequenceNode sequence) {
      expectTag(node, Tag.SEQ);
      json.writeStartArray();
      int index = 0;
      for (Node item : sequence.getValue()) {
        String at = Pointer.item(pointer, index++);
        lines.put(at, line(item));
        write(item, at, depth + 1, lines, json);
      }
      json.writeEndArray();
    } else {
      writeScalar((ScalarNode) node, json);
    }
  }

  /** The members of a mapping in their order, merged ones where the merge stands. */
  private static Map<String, NodeTuple> members(MappingNode mapping) throws UnreadableException {
    Set<String> own = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!isMerge(tuple) && !own.add(key(tuple))) {
        throw new UnreadableException(
            line(tuple.getKeyNode()), "\"" + key(tuple) + "\" stands here twice");
      }
    }
    Map<String, NodeTuple> members = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (isMerge(tuple)) {
        for (NodeTuple merged : merged(tuple.getValueNode())) {
          if (!own.contains(key(merged))) {
            members.putIfAbsent(key(merged), merged);
          }
        }
      } else {
        members.put(key(tuple), tuple);
      }
    }
    return members;
  }

  private static List<NodeTuple> merged(Node value) throws UnreadableException {
    List<NodeTuple> tuples = new ArrayList<>();
    List<Node> sources = value instanceof SequenceNode list ? list.getValue() : List.of(value);
    for (Node source : sources) {
      if (!(source instanceof MappingNode mapping)
          || mapping.getValue().stream().anyMatch(YamlReader::isMerge)) {
        throw new UnreadableException(
            line(value), "found no plain mapping to merge with \"<<\", expected an alias of one");
      }
      tuples.addAll(mapping.getValue());
    }
    return tuples;
  }

  private static boolean isMerge(NodeTuple tuple) {
    return tuple.getKeyNode().getTag().equals(Tag.MERGE);
  }

  private static String key(NodeTuple tuple) throws UnreadableException {
    if (!(tuple.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.NULL)) {
      throw new UnreadableException(line(tuple.getKeyNode()), "found no name, expected \"name:\"");
    }
    return key.getTag().equals(Tag.BOOL) ? Boolean.toString(isTrue(key)) : key.getValue();
  }

  private static void writeScalar(ScalarNode node, JsonGenerator json)
      throws IOException, UnreadableException {
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      json.writeNull();
    } else if (tag.equals(Tag.BOOL)) {
      json.writeBoolean(isTrue(node));
    } else if (tag.equals(Tag.INT)) {
      writeInteger(node, json);
    } else if (tag.equals(Tag.FLOAT)) {
      writeFloat(node, json);
    } else if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP) || tag.equals(Tag.BINARY)) {
      json.writeString(node.getValue());
    } else {
      throw new UnreadableException(line(node), "found tag " + tag + ", expected a plain value");
    }
  }

  private static void writeInteger(ScalarNode node, JsonGenerator json)
      throws IOException, UnreadableException {
    String text = node.getValue();
    if (JSON_NUMBER.matcher(text).matches()) {
      json.writeNumber(text);
    } else if (text.contains(":")) {
      json.writeString(text);
    } else {
      json.writeNumber(integer(node, text.replace("_", "").replace("+", "")));
    }
  }

  private static BigInteger integer(ScalarNode node, String text) throws UnreadableException {
    boolean negative = text.startsWith("-");
    String digits = (negative ? text.substring(1) : text).toLowerCase(Locale.ROOT);
    try {
      BigInteger number;
      if (digits.startsWith("0x")) {
        number = new BigInteger(digits.substring(2), 16);
      } else if (digits.startsWith("0b")) {
        number = new BigInteger(digits.substring(2), 2);
      } else if (digits.startsWith("0") && digits.length() > 1) {
        number = new BigInteger(digits, 8);
      } else {
        number = new BigInteger(digits);
      }
      return negative ? number.negate() : number;
    } catch (NumberFormatException e) {
      throw noNumber(node);
    }
  }

  private static void writeFloat(ScalarNode node, JsonGenerator json)
      throws IOException, UnreadableException {
    String text = node.getValue().replace("_", "");
    if (JSON_NUMBER.matcher(text).matches()) {
      json.writeNumber(text);
    } else if (text.contains(":")) {
      json.writeString(node.getValue());
    } else {
      try {
        json.writeNumber(new BigDecimal(text));
      } catch (NumberFormatException e) {
        throw noNumber(node);
      }
    }
  }

  private static UnreadableException noNumber(ScalarNode node) {
    return new UnreadableException(
        line(node), "found " + node.getValue() + ", expected a finite number or a quoted text");
  }

  private static boolean isTrue(ScalarNode node) {
    return switch (node.getValue().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      default -> false;
    };
  }

  private static void expectTag(Node node, Tag tag) throws UnreadableException {
    if (!node.getTag().equals(tag)) {
      throw new UnreadableException(
          line(node), "found tag " + node.getTag() + ", expected a plain value");
    }
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}

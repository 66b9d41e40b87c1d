package io.margay.meta.yaml;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Writes JSON values as YAML that {@link YamlReader} reads the same: texts that YAML 1.1 would take
 * for something else, such as {@code yes} and {@code 0x10}, are quoted; texts of several lines
 * stand as blocks; numbers keep their digits.
 */
public final class YamlWriter {
  /** What only double quotes hold for certain. */
  private static final Pattern UNUSUAL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cn}]");

  private static final DumperOptions OPTIONS = options();
  private final Resolver resolver = new Resolver();
  private final Emitter emitter;

  /** Begins a stream of documents; {@link #end} ends it. */
  public YamlWriter(Writer to) throws IOException {
    emitter = new Emitter(to, OPTIONS);
    emit(new StreamStartEvent(null, null));
  }

  /** Writes one document: maps, lists, texts, numbers, booleans and nulls, in their order. */
  public void write(Map<String, ?> document) throws IOException {
    emit(new DocumentStartEvent(null, null, true, null, null));
    writeValue(document);
    emit(new DocumentEndEvent(null, null, false));
  }

  /** Ends the stream, and leaves the writer open. */
  public void end() throws IOException {
    emit(new StreamEndEvent(null, null));
  }

  private void writeValue(@Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> object) {
      FlowStyle style = object.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
      emit(new MappingStartEvent(null, null, true, null, null, style));
      for (Map.Entry<?, ?> member : object.entrySet()) {
        writeText(String.valueOf(member.getKey()), false);
        writeValue(member.getValue());
      }
      emit(new MappingEndEvent(null, null));
    } else if (value instanceof List<?> list) {
      FlowStyle style = list.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
      emit(new SequenceStartEvent(null, null, true, null, null, style));
      for (Object item : list) {
        writeValue(item);
      }
      emit(new SequenceEndEvent(null, null));
    } else if (value == null) {
      writeScalar("null", Tag.NULL, ScalarStyle.PLAIN);
    } else if (value instanceof Boolean truth) {
      writeScalar(truth.toString(), Tag.BOOL, ScalarStyle.PLAIN);
    } else if (value instanceof Number number) {
      writeNumber(number.toString());
    } else {
      writeText(value.toString(), true);
    }
  }

  private void writeNumber(String digits) throws IOException {
    boolean whole = digits.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    writeScalar(digits, whole ? Tag.INT : Tag.FLOAT, ScalarStyle.PLAIN);
  }

  /** Where plain text would break the syntax, the emitter puts it in quotes. */
  private void writeText(String text, boolean mayBeBlock) throws IOException {
    ScalarStyle style = ScalarStyle.PLAIN;
    if (mayBeBlock && isBlock(text)) {
      style = ScalarStyle.LITERAL;
    } else if (UNUSUAL.matcher(text).find()
        || !resolver.resolve(NodeId.scalar, text, true).equals(Tag.STR)) {
      style = ScalarStyle.DOUBLE_QUOTED;
    }
    writeScalar(text, Tag.STR, style);
  }

  /** Several lines of which none ends in a space, with one line break at the end at most. */
  private static boolean isBlock(String text) {
    return text.indexOf('\n') > 0
        && text.charAt(0) != ' '
        && !text.contains(" \n")
        && !text.endsWith(" ")
        && !text.endsWith("\n\n")
        && !UNUSUAL.matcher(text.replace("\n", "")).find();
  }

  private void writeScalar(String text, Tag tag, ScalarStyle style) throws IOException {
    boolean plain = resolver.resolve(NodeId.scalar, text, true).equals(tag);
    ImplicitTuple implicit = new ImplicitTuple(plain, tag.equals(Tag.STR));
    emit(new ScalarEvent(null, tag.getValue(), implicit, text, null, null, style));
  }

  private void emit(Event event) throws IOException {
    emitter.emit(event);
  }

  private static DumperOptions options() {
    DumperOptions options = new DumperOptions();
    options.setSplitLines(false);
    options.setIndicatorIndent(2);
    options.setIndent(4);
    return options;
  }
}

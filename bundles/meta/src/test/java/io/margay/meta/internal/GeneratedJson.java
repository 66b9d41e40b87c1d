package io.margay.meta.internal;

import io.margay.meta.JsonText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes JSON of any shape out of texts that are easily misread. */
public final class GeneratedJson {
  /** Texts that YAML takes for something else when nobody takes care. */
  public static final List<String> TRICKY =
      List.of(
          "yes",
          "No",
          "on",
          "off",
          "y",
          "n",
          "true",
          "~",
          "null",
          "",
          " ",
          "0x10",
          "0o7",
          "010",
          "1e3",
          "1_000",
          "1:20",
          "12:30:45",
          ".5",
          ".inf",
          ".NaN",
          "-",
          "- a",
          "?",
          ": ",
          "a: b",
          "a #b",
          "#c",
          "&a",
          "*a",
          "!t",
          "|",
          ">",
          "%x",
          "@x",
          "`x",
          "'",
          "\"",
          "\\",
          "{",
          "}",
          "[",
          "]",
          ",",
          "<<",
          "=",
          "---",
          "...",
          "2026-11-22",
          "2026-11-22T10:00:00Z",
          "\t",
          "\ta",
          "a\t",
          " a",
          "a ",
          "\n",
          "\n\n",
          "a\n",
          "a\n\n",
          "\na",
          " a\nb",
          "a\n b\n",
          "a\n\n\nb",
          "a \nb",
          "\ta\nb",
          "a\r\nb",
          "\r",
          "# a\n# b\n",
          "---\na",
          "a\n...\n",
          "\u0000",
          "\u0007",
          "\u001b[31m",
          "\u007f",
          "\u0085",
          "\u00a0",
          "\u2028",
          "\ufeff",
          "\ufffe",
          "é",
          "日本",
          "😀",
          "😀\n😀",
          "a\n\u0000b",
          "x".repeat(300),
          "w ".repeat(200),
          "k".repeat(1100));

  private static final String ALPHABET = "ab01 \n\t:-#'\"\\{}[],&*!|>%@`?~.é\u0085\u2028\u0001";

  private GeneratedJson() {}

  /** The text of an object. */
  public static String object(Random random) {
    return JsonText.write(object(random, 0));
  }

  private static Map<String, Object> object(Random random, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      object.put(text(random), value(random, depth));
    }
    return object;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth < 5 ? 8 : 6)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt();
      case 3 -> new BigInteger(100, random);
      case 4 -> new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(40) - 10);
      case 5 -> text(random);
      case 6 -> object(random, depth + 1);
      default -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth + 1));
        }
        yield list;
      }
    };
  }

  private static String text(Random random) {
    if (random.nextBoolean()) {
      return TRICKY.get(random.nextInt(TRICKY.size()));
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}

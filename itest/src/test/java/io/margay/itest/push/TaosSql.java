package io.margay.itest.push;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The part of TDengine's SQL that makes super tables and inserts rows, read word by word; all else
 * is refused with TDengine's codes. A sub table has one row for each time.
 */
final class TaosSql {
  static final int SYNTAX_ERROR = 0x2600;
  static final int TABLE_DOES_NOT_EXIST = 0x2603;

  private final Map<String, Integer> columnsOfStables = new HashMap<>();
  private final Map<String, List<String>> tagsOfTables = new TreeMap<>();
  private final Map<String, Map<String, List<String>>> rowsOfTables = new TreeMap<>();

  /** What TDengine says no to. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int code;

    Refusal(int code, String message) {
      super(message);
      this.code = code;
    }
  }

  /** Rows by time of the sub table that has these tags. */
  synchronized Map<String, List<String>> rows(String... tags) {
    return tagsOfTables.entrySet().stream()
        .filter(table -> table.getValue().equals(List.of(tags)))
        .map(table -> rowsOfTables.get(table.getKey()))
        .findFirst()
        .orElse(Map.of());
  }

  /** Forgets all super tables, as if somebody had dropped them. */
  synchronized void drop() {
    columnsOfStables.clear();
  }

  synchronized void run(String statement) {
    Words words = new Words(statement);
    switch (words.next()) {
      case "CREATE" -> create(words);
      case "INSERT" -> insert(words);
      default -> throw words.wrong();
    }
  }

  private void create(Words words) {
    words.expect("STABLE", "IF", "NOT", "EXISTS");
    String stable = words.identifier();
    int columns = definitions(words);
    words.expect("TAGS");
    definitions(words);
    words.expect("");
    columnsOfStables.putIfAbsent(stable, columns);
  }

  private static int definitions(Words words) {
    words.expect("(");
    int count = 0;
    do {
      words.identifier();
      String type = words.next();
      if (type.equals("VARCHAR")) {
        words.expect("(");
        Integer.parseInt(words.next());
        words.expect(")");
      } else if (!List.of("TIMESTAMP", "DOUBLE", "BIGINT").contains(type)) {
        throw words.wrong();
      }
      count++;
    } while (words.skip(","));
    words.expect(")");
    return count;
  }

  private void insert(Words words) {
    words.expect("INTO");
    do {
      String table = words.identifier();
      words.expect("USING");
      String stable = words.identifier();
      Integer columns = columnsOfStables.get(stable);
      if (columns == null) {
        throw new Refusal(TABLE_DOES_NOT_EXIST, "Table does not exist: " + stable);
      }
      words.expect("(");
      do {
        words.identifier();
      } while (words.skip(","));
      words.expect(")", "TAGS");
      List<String> tags = values(words);
      if (!tags.equals(tagsOfTables.getOrDefault(table, tags))) {
        throw new Refusal(SYNTAX_ERROR, "two things in one sub table: " + table);
      }
      tagsOfTables.put(table, tags);
      words.expect("VALUES");
      do {
        List<String> row = values(words);
        if (row.size() != columns) {
          throw words.wrong();
        }
        rowsOfTables
            .computeIfAbsent(table, absent -> new TreeMap<>())
            .put(String.valueOf(row.get(0)), row.subList(1, row.size()));
      } while (words.sees("("));
    } while (words.sees("`"));
    words.expect("");
  }

  private static List<String> values(Words words) {
    List<String> values = new ArrayList<>();
    words.expect("(");
    do {
      values.add(words.value());
    } while (words.skip(","));
    words.expect(")");
    return values;
  }

  /** A statement, word by word. */
  private static final class Words {
    private final String text;
    private int at;

    Words(String text) {
      this.text = text;
    }

    /** The next word, sign or number; empty at the end. */
    String next() {
      skipSpace();
      int start = at;
      while (at < text.length() && isOfWord(text.charAt(at))) {
        at++;
      }
      if (at == start && at < text.length()) {
        at++;
      }
      return text.substring(start, at);
    }

    private static boolean isOfWord(char c) {
      return Character.isLetterOrDigit(c) || "_.+-".indexOf(c) >= 0;
    }

    void expect(String... words) {
      for (String word : words) {
        if (!next().equals(word)) {
          throw wrong();
        }
      }
    }

    boolean sees(String sign) {
      skipSpace();
      return text.startsWith(sign, at);
    }

    boolean skip(String sign) {
      boolean there = sees(sign);
      at += there ? sign.length() : 0;
      return there;
    }

    String identifier() {
      expect("`");
      int end = text.indexOf('`', at);
      String name = end < 0 ? "" : text.substring(at, end);
      if (!name.matches("[a-z_][a-z0-9_]{0,191}")) {
        throw wrong();
      }
      at = end + 1;
      return name;
    }

    String value() {
      if (!sees("'")) {
        String word = next();
        if (word.equals("NULL")) {
          return null;
        }
        return String.valueOf(Double.parseDouble(word));
      }
      at++;
      StringBuilder value = new StringBuilder();
      while (at < text.length() && text.charAt(at) != '\'') {
        char c = text.charAt(at++);
        if (c < ' ' || at == text.length()) {
          throw wrong();
        }
        if (c == '\\') {
          char escaped = text.charAt(at++);
          c = escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped == 't' ? '\t' : escaped;
        }
        value.append(c);
      }
      at++;
      return value.toString();
    }

    Refusal wrong() {
      int start = Math.max(0, Math.min(at, text.length()) - 20);
      return new Refusal(
          SYNTAX_ERROR,
          "syntax error near " + text.substring(start, Math.min(text.length(), at + 20)));
    }

    private void skipSpace() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }
  }
}

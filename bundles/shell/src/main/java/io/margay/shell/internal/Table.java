package io.margay.shell.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Records as aligned columns under upper-case headers; numbers stand to the right. */
final class Table {
  private static final String GAP = "  ";
  private static final int MAX_WIDTH = 48;

  /** The last column has the rest of the line to itself. */
  private static final int MAX_LAST_WIDTH = 120;

  private final List<Column> columns;
  private final int rows;

  private Table(List<Column> columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** Whether these are records of one type, and so can be a table. */
  static boolean isTable(Collection<?> many) {
    if (many.isEmpty()) {
      return false;
    }
    Object first = many.iterator().next();
    return first instanceof Record
        && many.stream().allMatch(one -> one != null && one.getClass() == first.getClass());
  }

  /** {@code records} is not empty and all are of one type. */
  static Table of(List<?> records) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Object one : records) {
      rows.add(RecordFields.cells(one));
    }
    List<String> names = RecordFields.names(records.get(0).getClass());
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int index = i;
      columns.add(
          new Column(
              names.get(i).toUpperCase(Locale.ROOT),
              rows.stream().map(row -> row.get(index)).toList(),
              i == names.size() - 1 ? MAX_LAST_WIDTH : MAX_WIDTH));
    }
    return new Table(columns, records.size());
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add(line(columns.stream().map(Column::paddedHeader).toList()));
    for (int row = 0; row < rows; row++) {
      int index = row;
      lines.add(line(columns.stream().map(column -> column.paddedCell(index)).toList()));
    }
    return String.join("\n", lines);
  }

  private static String line(List<String> cells) {
    return String.join(GAP, cells).stripTrailing();
  }

  private record Column(String header, List<Cell> cells, int maxWidth) {

    String paddedHeader() {
      return pad(header);
    }

    String paddedCell(int row) {
      return pad(cells.get(row).within(maxWidth));
    }

    private String pad(String text) {
      return (holdsNumbers() ? "%" + width() + "s" : "%-" + width() + "s").formatted(text);
    }

    private boolean holdsNumbers() {
      return cells.stream().anyMatch(Cell::isNumber)
          && cells.stream().allMatch(cell -> cell.isNumber() || cell.isNothing());
    }

    private int width() {
      int widest = cells.stream().mapToInt(cell -> cell.within(maxWidth).length()).max().orElse(0);
      return Math.max(Math.max(header.length(), widest), 1);
    }
  }
}

package io.margay.driver.modbus.internal.format;

import io.margay.dmi.PropertyType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The words of {@code dataType}, and what each makes of a number of registers.
 *
 * <p>The first group is KubeEdge's, whose meaning depends on {@code limit}; the second says exactly
 * what it is, and {@code limit} may be left out.
 */
public enum DataType {
  /** Unsigned, of as many registers as {@code limit} says; 1 when it says nothing. */
  INT(RegisterFormat.Kind.UNSIGNED, 1, 1, 4),
  /** Of one register: an unsigned whole number, made a fraction by {@code scale}. Else IEEE 754. */
  FLOAT(RegisterFormat.Kind.IEEE, 2, 1, 4),
  /** As {@code float}, but of four registers when {@code limit} says nothing. */
  DOUBLE(RegisterFormat.Kind.IEEE, 4, 1, 4),
  STRING(RegisterFormat.Kind.RAW, 0, 1, 125),
  BOOLEAN(RegisterFormat.Kind.FLAG, 1, 1, 1),
  BYTES(RegisterFormat.Kind.RAW, 0, 1, 125),
  RAW(RegisterFormat.Kind.RAW, 0, 1, 125),

  BOOL(RegisterFormat.Kind.FLAG, 1, 1, 1),
  /** A byte of a register, the low one where {@code byte} says nothing. */
  INT8(RegisterFormat.Kind.SIGNED, 1, 1, 1),
  UINT8(RegisterFormat.Kind.UNSIGNED, 1, 1, 1),
  INT16(RegisterFormat.Kind.SIGNED, 1, 1, 1),
  UINT16(RegisterFormat.Kind.UNSIGNED, 1, 1, 1),
  INT32(RegisterFormat.Kind.SIGNED, 2, 2, 2),
  UINT32(RegisterFormat.Kind.UNSIGNED, 2, 2, 2),
  INT64(RegisterFormat.Kind.SIGNED, 4, 4, 4),
  UINT64(RegisterFormat.Kind.UNSIGNED, 4, 4, 4),
  FLOAT32(RegisterFormat.Kind.IEEE, 2, 2, 2),
  FLOAT64(RegisterFormat.Kind.IEEE, 4, 4, 4),
  /** Binary coded decimal, four digits to a register. */
  BCD(RegisterFormat.Kind.UNSIGNED, 1, 1, 4);

  private static final int MOST_BITS_OF_A_NUMBER = 64;

  private final RegisterFormat.Kind kind;
  private final int usual;
  private final int least;
  private final int most;

  /**
   * Lengths in registers.
   *
   * @param usual 0 when there is none
   */
  DataType(RegisterFormat.Kind kind, int usual, int least, int most) {
    this.kind = kind;
    this.usual = usual;
    this.least = least;
    this.most = most;
  }

  /** Every type by its word. */
  public static Map<String, DataType> words() {
    Map<String, DataType> words = new LinkedHashMap<>();
    for (DataType type : values()) {
      words.put(type.toString(), type);
    }
    return words;
  }

  /** What the type of a property suggests, where {@code dataType} is left out. */
  public static Optional<DataType> suggestedBy(PropertyType type) {
    return switch (type) {
      case INT -> Optional.of(INT);
      case FLOAT -> Optional.of(FLOAT);
      case DOUBLE -> Optional.of(DOUBLE);
      case STRING -> Optional.of(STRING);
      case BOOLEAN -> Optional.of(BOOLEAN);
      case BYTES -> Optional.of(BYTES);
      case STREAM -> Optional.empty();
    };
  }

  /** Whether values of this type can stand in the table at all. */
  public boolean standsIn(Table table) {
    return !table.holdsBits() || this == INT || this == BOOLEAN || this == BOOL || isBytes();
  }

  /** How many registers or bits it takes where {@code limit} is left out; empty: say it. */
  public Optional<Integer> usualLength(Table table) {
    if (table.holdsBits()) {
      return Optional.of(1);
    }
    return usual == 0 ? Optional.empty() : Optional.of(usual);
  }

  public boolean fits(Table table, int length) {
    if (table.holdsBits()) {
      return length <= mostBits(table);
    }
    boolean ieeeHasIt = kind != RegisterFormat.Kind.IEEE || length != 3;
    return length >= least && length <= most && ieeeHasIt;
  }

  /** The lengths that fit, for people. */
  public String expectedLength(Table table) {
    int from = table.holdsBits() ? 1 : least;
    int to = table.holdsBits() ? mostBits(table) : most;
    String lengths;
    if (from == to) {
      lengths = String.valueOf(to);
    } else {
      lengths = kind == RegisterFormat.Kind.IEEE ? "1, 2 or 4" : from + " to " + to;
    }
    return "%s for %s in a %s".formatted(lengths, this, table);
  }

  private int mostBits(Table table) {
    return switch (this) {
      case INT -> MOST_BITS_OF_A_NUMBER;
      case BYTES, RAW -> table.mostPerRead();
      default -> 1;
    };
  }

  /** Whether it is a byte of a register. */
  public boolean isPart() {
    return this == INT8 || this == UINT8;
  }

  private boolean isBytes() {
    return this == BYTES || this == RAW;
  }

  /** Of that many bits of a coil or discrete input table. */
  public Format inBits(int length) {
    BitFormat.Kind bits =
        switch (this) {
          case INT -> BitFormat.Kind.NUMBER;
          case BYTES, RAW -> BitFormat.Kind.RAW;
          default -> BitFormat.Kind.FLAG;
        };
    return new BitFormat(bits, length);
  }

  /** Of that many registers, all of them its own; texts have {@link TextFormat}. */
  public Format inRegisters(int length, ByteOrder order) {
    if (this == BCD) {
      return new BcdFormat(length, order);
    }
    RegisterFormat.Kind meant =
        kind == RegisterFormat.Kind.IEEE && length == 1 ? RegisterFormat.Kind.UNSIGNED : kind;
    return new RegisterFormat(meant, length, order);
  }

  /** Of one byte of a register. */
  public Format inByte(boolean high) {
    return new PartFormat(
        this == INT8 ? PartFormat.Kind.SIGNED : PartFormat.Kind.UNSIGNED, high ? 8 : 0, 8);
  }

  /** The words of the types that can stand in the table, for people. */
  public static String expectedIn(Table table) {
    return Arrays.stream(values())
        .filter(type -> type.standsIn(table))
        .map(DataType::toString)
        .collect(Collectors.joining(", ", "one of ", " for a " + table));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.margay.driver.modbus.internal.format;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The four tables of a Modbus device, by KubeEdge's names for them (MODBUS Application Protocol
 * V1.1b3, section 4.3).
 */
public enum Table {
  COIL("CoilRegister", true, true),
  DISCRETE_INPUT("DiscreteInputRegister", true, false),
  INPUT("InputRegister", false, false),
  HOLDING("HoldingRegister", false, true);

  /** The addresses that each table has. */
  public static final int SIZE = 65_536;

  private static final int MOST_BITS_PER_READ = 2000;
  private static final int MOST_REGISTERS_PER_READ = 125;
  private static final int MOST_BITS_PER_WRITE = 1968;
  private static final int MOST_REGISTERS_PER_WRITE = 123;

  private final String word;
  private final boolean bits;
  private final boolean writable;

  Table(String word, boolean bits, boolean writable) {
    this.word = word;
    this.bits = bits;
    this.writable = writable;
  }

  /** Every table by its name. */
  public static Map<String, Table> words() {
    Map<String, Table> words = new LinkedHashMap<>();
    for (Table table : values()) {
      words.put(table.word, table);
    }
    return words;
  }

  /** Whether it holds bits; registers of 16 bits otherwise. */
  public boolean holdsBits() {
    return bits;
  }

  public boolean writable() {
    return writable;
  }

  /** How many one read request may ask for (V1.1b3, sections 6.1 to 6.4). */
  public int mostPerRead() {
    return bits ? MOST_BITS_PER_READ : MOST_REGISTERS_PER_READ;
  }

  /** How many one write request may carry (V1.1b3, sections 6.11 and 6.12). */
  public int mostPerWrite() {
    return bits ? MOST_BITS_PER_WRITE : MOST_REGISTERS_PER_WRITE;
  }

  /** How many bytes carry that many of its items in a message. */
  public int bytes(int count) {
    return bits ? (count + 7) / 8 : count * 2;
  }

  @Override
  public String toString() {
    return word;
  }
}

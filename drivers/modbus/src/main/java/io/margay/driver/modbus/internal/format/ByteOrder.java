package io.margay.driver.modbus.internal.format;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * In what order the bytes of a value stand in its registers.
 *
 * <p>A register is big-endian on the wire (V1.1b3, section 4.2). KubeEdge names the other orders by
 * two swaps, done in this order: {@code isRegisterSwap} turns the order of the registers around,
 * {@code isSwap} swaps the two bytes within each. The bytes of a 32-bit value then stand so on the
 * wire:
 *
 * <pre>
 *   ABCD  neither
 *   CDAB  isRegisterSwap
 *   BADC  isSwap
 *   DCBA  both
 * </pre>
 *
 * <p>Some 64-bit values need a third: their two halves change places. Each swap undoes itself, and
 * none disturbs another, so reading and writing do the same.
 */
public record ByteOrder(boolean swapBytes, boolean swapRegisters, boolean swapHalves) {

  /** As Modbus itself orders a register. */
  public static final ByteOrder BIG_ENDIAN = new ByteOrder(false, false, false);

  private static final int REGISTERS_OF_HALVES = 4;
  private static final int LETTERS_OF_HALVES = 8;

  /** Every order by its word: A is the most significant byte. */
  public static Map<String, ByteOrder> words() {
    Map<String, ByteOrder> words = new LinkedHashMap<>();
    words.put("ABCD", BIG_ENDIAN);
    words.put("CDAB", new ByteOrder(false, true, false));
    words.put("BADC", new ByteOrder(true, false, false));
    words.put("DCBA", new ByteOrder(true, true, false));
    words.put("ABCDEFGH", BIG_ENDIAN);
    words.put("GHEFCDAB", new ByteOrder(false, true, false));
    words.put("BADCFEHG", new ByteOrder(true, false, false));
    words.put("HGFEDCBA", new ByteOrder(true, true, false));
    words.put("EFGHABCD", new ByteOrder(false, false, true));
    words.put("CDABGHEF", new ByteOrder(false, true, true));
    words.put("FEHGBADC", new ByteOrder(true, false, true));
    words.put("DCBAHGFE", new ByteOrder(true, true, true));
    return words;
  }

  /** Whether a word can be said of a value of that many registers. */
  public static boolean fits(String word, int registers) {
    return word.length() < LETTERS_OF_HALVES || registers == REGISTERS_OF_HALVES;
  }

  /**
   * Puts the bytes of a value in order, or out of it again; changes the array, and gives it back.
   */
  byte[] apply(byte[] bytes) {
    if (swapRegisters) {
      for (int low = 0, high = bytes.length - 2; low < high; low += 2, high -= 2) {
        exchange(bytes, low, high);
        exchange(bytes, low + 1, high + 1);
      }
    }
    if (swapHalves) {
      for (int i = 0; i < bytes.length / 2; i++) {
        exchange(bytes, i, i + bytes.length / 2);
      }
    }
    if (swapBytes) {
      for (int i = 0; i < bytes.length; i += 2) {
        exchange(bytes, i, i + 1);
      }
    }
    return bytes;
  }

  /** Where the byte of a significance stands, 0 being the most significant one. */
  int placeOf(int index, int registers) {
    int register = swapRegisters ? registers - 1 - index / 2 : index / 2;
    int inHalf = swapHalves ? (register + registers / 2) % registers : register;
    return inHalf * 2 + (swapBytes ? 1 - index % 2 : index % 2);
  }

  private static void exchange(byte[] bytes, int one, int other) {
    byte kept = bytes[one];
    bytes[one] = bytes[other];
    bytes[other] = kept;
  }
}

package io.margay.driver.modbus.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.driver.modbus.internal.format.BitFormat.Kind;
import org.junit.jupiter.api.Test;

class BitFormatTest {
  private static final byte[] BLOCK = {(byte) 0b1100_1101, 0b0110_1011, 0b0000_0101};

  @Test
  void theLowestAddressIsTheLeastSignificantBit() {
    assertThat(new BitFormat(Kind.FLAG, 1).decode(BLOCK, 0)).isEqualTo(true);
    assertThat(new BitFormat(Kind.FLAG, 1).decode(BLOCK, 1)).isEqualTo(false);
    assertThat(new BitFormat(Kind.FLAG, 1).decode(BLOCK, 8)).isEqualTo(true);
    assertThat(new BitFormat(Kind.NUMBER, 1).decode(BLOCK, 2)).isEqualTo(1L);
    assertThat(new BitFormat(Kind.NUMBER, 10).decode(BLOCK, 6)).isEqualTo(0b01_1010_1111L);
    assertThat(new BitFormat(Kind.RAW, 9).decode(BLOCK, 10)).isEqualTo(new byte[] {0b0101_1010, 1});
  }

  @Test
  void bitsAreWrittenAsTheyAreRead() throws Exception {
    assertThat(new BitFormat(Kind.FLAG, 1).encode(true)).isEqualTo(new byte[] {1});
    assertThat(new BitFormat(Kind.FLAG, 1).encode("0")).isEqualTo(new byte[] {0});
    assertThat(new BitFormat(Kind.NUMBER, 10).encode(0b01_1010_1111L))
        .isEqualTo(new byte[] {(byte) 0b1010_1111, 1});
    assertThat(new BitFormat(Kind.RAW, 9).encode(new byte[] {90, 1})).isEqualTo(new byte[] {90, 1});
  }

  @Test
  void aNumberOfTooManyBitsIsRefused() {
    assertThatThrownBy(() -> new BitFormat(Kind.NUMBER, 2).encode(4L))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageStartingWith("4 is outside 0 to 3");
    assertThatThrownBy(() -> new BitFormat(Kind.RAW, 9).encode(new byte[1]))
        .isInstanceOf(UnfitValueException.class);
  }
}

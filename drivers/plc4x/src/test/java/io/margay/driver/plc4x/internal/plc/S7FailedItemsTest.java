package io.margay.driver.plc4x.internal.plc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of a CPU, and what of them PLC4X gets to see. */
class S7FailedItemsTest {

  /** As snap7 answers for a block that does not exist and one that does. */
  @Test
  void aFailedItemLosesTheLengthThatNoDataFollows() {
    ByteBuf answer = frame("0300002102f08032030000000a0002000c000004020a000004ff04002000001615");

    S7FailedItems.repair(answer);

    assertThat(ByteBufUtil.hexDump(answer))
        .isEqualTo("0300002102f08032030000000a0002000c000004020a000000ff04002000001615");
  }

  @Test
  void anItemAfterOneOfAnOddNumberOfBytesIsFound() {
    ByteBuf answer = frame("0300001f02f08032030000000a0002000a00000402ff030001010" + "00a000004");

    S7FailedItems.repair(answer);

    assertThat(ByteBufUtil.hexDump(answer)).endsWith("0a000000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0300001611d0000f000100c1020311c2020100c0010a",
        "0300001b02f080320300000000000800000000f0000008000803f0",
        "0300000702f080",
        "03000004",
        "0300001902f08032030000000a0002ffff00000420ff04ffff",
      })
  void anythingElseIsLeftAsItIs(String hex) {
    ByteBuf answer = frame(hex);

    S7FailedItems.repair(answer);

    assertThat(ByteBufUtil.hexDump(answer)).isEqualTo(hex);
  }

  private static ByteBuf frame(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
  }
}

package io.margay.driver.modbus.internal.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.driver.Deadline;
import io.margay.driver.modbus.internal.format.Table;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramingTest {
  private static final HexFormat HEX = HexFormat.of();

  /** The example of MODBUS over Serial Line V1.02, 6.2.2, as pymodbus sends it too. */
  @Test
  void anRtuFrameEndsWithItsCrcLowByteFirst() {
    Query query = Requests.read(17, Table.HOLDING, 0x6b, 3);

    assertThat(HEX.formatHex(new RtuFraming().frame(query))).isEqualTo("1103006b00037687");
  }

  @Test
  void anAsciiFrameEndsWithItsLrcAndALineEnd() {
    Query query = Requests.read(17, Table.HOLDING, 0x6b, 3);

    assertThat(new String(new AsciiFraming().frame(query), US_ASCII))
        .isEqualTo(":1103006B00037E\r\n");
  }

  @Test
  void anRtuAnswerIsTakenHoweverItIsCutUp() throws Exception {
    ScriptedLine line = new ScriptedLine(HEX.parseHex("110302022b" + crc("110302022b")), 1);

    assertThat(ask(line, new RtuFraming())).isEqualTo(HEX.parseHex("02022b"));
  }

  @Test
  void aDamagedRtuAnswerIsNamed() {
    ScriptedLine line = new ScriptedLine(HEX.parseHex("110302022b0000"), 7);

    assertThatThrownBy(() -> ask(line, new RtuFraming()))
        .isInstanceOf(BrokenConnectionException.class)
        .hasMessageStartingWith("answer is damaged: its CRC is 0000, its bytes make ");
  }

  @Test
  void anRtuExceptionIsAnAnswer() {
    ScriptedLine line = new ScriptedLine(HEX.parseHex("118302" + crc("118302")), 9);

    assertThatThrownBy(() -> ask(line, new RtuFraming()))
        .isInstanceOf(ExceptionReply.class)
        .hasMessage("exception 2 (illegal data address)");
  }

  @Test
  void anotherUnitsAnswerIsNotTaken() {
    ScriptedLine line = new ScriptedLine(HEX.parseHex("120302022b" + crc("120302022b")), 9);

    assertThatThrownBy(() -> ask(line, new RtuFraming())).hasMessageContaining("unit 18 instead");
  }

  @Test
  void whatLiesOnTheLineBeforeARequestIsThrownAway() throws Exception {
    ScriptedLine line = new ScriptedLine(HEX.parseHex("110302022b" + crc("110302022b")), 9);
    line.leftOver = HEX.parseHex("11030299990000");

    assertThat(ask(line, new RtuFraming())).isEqualTo(HEX.parseHex("02022b"));
  }

  @Test
  void anAsciiAnswerIsFoundBehindNoise() throws Exception {
    ScriptedLine line = new ScriptedLine("\u0000x:110302022BBD\r\n".getBytes(US_ASCII), 4);

    assertThat(ask(line, new AsciiFraming())).isEqualTo(HEX.parseHex("02022b"));
  }

  @Test
  void aDamagedAsciiAnswerIsNamed() {
    ScriptedLine line = new ScriptedLine(":110302022BBE\r\n".getBytes(US_ASCII), 4);

    assertThatThrownBy(() -> ask(line, new AsciiFraming()))
        .hasMessage("answer is damaged: its LRC is BE, its bytes make BD");
  }

  @Test
  void anIdentificationEndsWithItsLastObject() throws Exception {
    String frame = "112b0e0102000002" + "00024142" + "010143";
    ScriptedLine line = new ScriptedLine(HEX.parseHex(frame + crc(frame)), 3);

    byte[] data =
        new Wire(line, new RtuFraming()).exchange(Requests.readIdentification(17, 1, 0), soon());

    assertThat(HEX.formatHex(data)).isEqualTo(frame.substring(4));
  }

  @Test
  void anAnswerThatSaysToBeLongerThanAnyFrameIsNotWaitedFor() {
    for (Query query : List.of(Requests.readFifo(17, 0), Requests.readIdentification(17, 1, 0))) {
      ScriptedLine line =
          new ScriptedLine(
              HEX.parseHex("11%02x".formatted(query.function()) + "ff".repeat(700)), 9);

      assertThatThrownBy(() -> new Wire(line, new RtuFraming()).exchange(query, soon()))
          .isInstanceOf(BrokenConnectionException.class)
          .hasMessage("answer is not Modbus: it is longer than any frame");
    }
  }

  /** As UDP brings them: late, or twice. */
  @Test
  void anAnswerToAnEarlierQuestionIsPassedOver() throws Exception {
    ScriptedLine line =
        new ScriptedLine(HEX.parseHex("000100000005110302022a" + "000200000005110302022b"), 64);
    Wire wire = new Wire(line, new MbapFraming());
    Query query = Requests.read(17, Table.HOLDING, 0, 1);

    assertThat(wire.exchange(query, soon())).isEqualTo(HEX.parseHex("02022a"));
    assertThat(wire.exchange(query, soon())).isEqualTo(HEX.parseHex("02022b"));
  }

  @Test
  void anAnswerToAQuestionYetToComeIsNotTaken() {
    ScriptedLine line = new ScriptedLine(HEX.parseHex("000200000005110302022a"), 64);

    assertThatThrownBy(() -> ask(line, new MbapFraming()))
        .hasMessageContaining("transaction 2 instead of 1");
  }

  @Test
  void whatIsSentToAllIsOnTheLineForAsLongAsItsCharactersTake() {
    Query most = Requests.writeMany(0, Table.HOLDING, 0, new byte[246], 123);
    SerialSettings line = line(9600, SerialSettings.Parity.EVEN);

    assertThat(new Transport.Serial(line, SerialFrames.RTU).nanosOnTheLine(most) / 1_000_000)
        .isEqualTo(292); // 255 characters of 11 bits
    assertThat(new Transport.Serial(line, SerialFrames.ASCII).nanosOnTheLine(most) / 1_000_000)
        .isEqualTo(585); // 511 of them
    assertThat(new Transport.Tcp(new Endpoint("plc", 502)).nanosOnTheLine(most)).isZero();
  }

  @Test
  void theSilenceBetweenFramesFollowsTheSpeed() {
    assertThat(line(9600, SerialSettings.Parity.EVEN).frameGapNanos()).isEqualTo(4_010_415);
    assertThat(line(115_200, SerialSettings.Parity.NONE).frameGapNanos()).isEqualTo(1_750_000);
  }

  private static SerialSettings line(int baud, SerialSettings.Parity parity) {
    return new SerialSettings("/dev/ttyS0", baud, 8, parity, 1, SerialSettings.Rs485.OFF);
  }

  private static byte[] ask(ScriptedLine line, Framing framing) throws Exception {
    return new Wire(line, framing).exchange(Requests.read(17, Table.HOLDING, 0, 1), soon());
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(30));
  }

  /** Bit by bit, as the specification draws it, and so unlike the table under test. */
  private static String crc(String frame) {
    int crc = 0xffff;
    for (byte b : HEX.parseHex(frame)) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        boolean carry = (crc & 1) != 0;
        crc >>= 1;
        if (carry) {
          crc ^= 0xa001;
        }
      }
    }
    return "%02x%02x".formatted(crc & 0xff, crc >> 8);
  }

  /** Gives an answer in pieces once something was written. */
  private static final class ScriptedLine implements Line {
    private final byte[] answer;
    private final int piece;
    private byte[] leftOver = {};
    private byte[] pending = {};
    private int at;

    ScriptedLine(byte[] answer, int piece) {
      this.answer = answer;
      this.piece = piece;
    }

    @Override
    public void write(byte[] frame) {
      pending = HEX.parseHex(HEX.formatHex(leftOver) + HEX.formatHex(answer));
      at = 0;
    }

    @Override
    public int read(byte[] into, int offset, int length, Deadline deadline) {
      int count = Math.min(Math.min(length, piece), pending.length - at);
      System.arraycopy(pending, at, into, offset, count);
      at += count;
      return count == 0 ? -1 : count;
    }

    @Override
    public void drain() {
      leftOver = new byte[0];
    }

    @Override
    public boolean outlivesFailures() {
      return true;
    }

    @Override
    public void close() {}
  }
}

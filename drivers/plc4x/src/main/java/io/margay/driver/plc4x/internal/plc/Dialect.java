package io.margay.driver.plc4x.internal.plc;

import io.margay.driver.plc4x.internal.library.Protocol;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.plc4x.java.ads.AdsPlcDriver;
import org.apache.plc4x.java.ads.tag.AdsTagHandler;
import org.apache.plc4x.java.api.PlcDriver;
import org.apache.plc4x.java.api.model.PlcTag;
import org.apache.plc4x.java.eip.base.EIPDriver;
import org.apache.plc4x.java.eip.logix.LogixDriver;
import org.apache.plc4x.java.iec608705104.readwrite.Iec60870514PlcDriver;
import org.apache.plc4x.java.knxnetip.KnxNetIpDriver;
import org.apache.plc4x.java.knxnetip.tag.KnxNetIpTag;
import org.apache.plc4x.java.opcua.OpcuaPlcDriver;
import org.apache.plc4x.java.opcua.tag.OpcuaTag;
import org.apache.plc4x.java.s7.readwrite.tag.S7PlcTagHandler;
import org.apache.plc4x.java.simulated.SimulatedDriver;

/**
 * How each protocol is made and how its addresses are read.
 *
 * @param example an address, for complaints
 */
record Dialect(Supplier<PlcDriver> driver, Function<String, PlcTag> reader, String example) {

  static Dialect of(Protocol protocol) {
    return switch (protocol) {
      case S7 -> new Dialect(S7ByTag::new, new S7PlcTagHandler()::parseTag, S7_ADDRESS);
      case OPCUA ->
          new Dialect(
              OpcuaPlcDriver::new,
              OpcuaTag::of,
              "a node such as ns=2;s=Line1.Speed or ns=2;i=1003, with a type if need be: ;REAL");
      case EIP -> prepared(EIPDriver::new, "a tag such as %Speed:DINT or %Rates[0]:REAL:4");
      case LOGIX -> prepared(LogixDriver::new, "a tag such as %Speed:DINT");
      case ADS ->
          new Dialect(
              AdsPlcDriver::new,
              new AdsTagHandler()::parseTag,
              "a symbol such as MAIN.speed, or 0x4020/0x0:REAL");
      case KNXNET_IP ->
          new Dialect(KnxNetIpDriver::new, KnxNetIpTag::of, "a group address such as 1/2/3");
      case IEC_60870_5_104 ->
          new Dialect(
              Iec60870514PlcDriver::new,
              Iec104::tag,
              "the address of the station, and that of the object: 1/2001");
      case SIMULATED -> prepared(SimulatedDriver::new, "STATE/name:DINT or RANDOM/name:REAL");
    };
  }

  private static final String S7_ADDRESS =
      "a place such as %DB1.DBD4:REAL, %DB1.DBX0.0:BOOL, %MW10:INT or %DB1:12:STRING(20)";

  private static Dialect prepared(Supplier<PlcDriver> driver, String example) {
    return new Dialect(driver, address -> driver.get().prepareTag(address), example);
  }

  /**
   * @throws RuntimeException of PLC4X when the protocol has no such address
   */
  PlcTag tag(String address) {
    return reader.apply(address);
  }
}

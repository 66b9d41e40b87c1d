package io.margay.driver.modbus.internal;

import static io.margay.dmi.driver.SettingDescription.optional;

import io.margay.dmi.driver.Capability;
import io.margay.dmi.driver.DriverDescription;
import io.margay.dmi.driver.SettingDescription;
import io.margay.driver.modbus.internal.format.ByteOrder;
import io.margay.driver.modbus.internal.format.DataType;
import java.util.List;
import java.util.Set;

/** What the driver tells of itself: every key that it understands. */
final class Description {
  private static final String FLAG = "true or false";
  private static final String FILE = "the path of a PEM file";
  private static final String MICROS = "0 to 1000000";

  static final DriverDescription OF_DRIVER =
      new DriverDescription(
          "modbus",
          "Modbus TCP, RTU, ASCII, UDP, TLS",
          ofDevices(),
          ofProperties(),
          Set.of(Capability.INVOKE, Capability.DISCOVER));

  private Description() {}

  private static List<SettingDescription> ofDevices() {
    return List.of(
        optional(
            "communicateMode",
            "one of TCP, RTU, ASCII, RTUOVERTCP, ASCIIOVERTCP, UDP, TLS",
            "TCP, or RTU where only a serial port is named",
            "how the device is reached"),
        optional("slaveID", "0 to 255", "1", "unit identifier; 0 on a serial line: all units"),
        optional("timeout", "milliseconds, 0 to 600000", "3000", "wait for each answer"),
        optional("ip", "an address or a host name", "", "must be there unless the line is serial"),
        optional("port", "1 to 65535", "502, with TLS 802", "of the slave or gateway"),
        optional("serialName", "a path such as /dev/ttyS0", "", "must be there for RTU and ASCII"),
        optional("baudRate", "50 to 4000000", "9600", "speed of the line"),
        optional("dataBits", "7 or 8", "8, with ASCII 7", "bits of a character"),
        optional("parity", "one of none, even, odd", "none", "parity bit of a character"),
        optional("stopBits", "1 or 2", "1", "stop bits of a character"),
        optional("rs485Enabled", FLAG, "false", "let the port switch its RS-485 driver"),
        optional("rs485DelayBefore", MICROS, "0", "microseconds from switching to the first bit"),
        optional("rs485DelayAfter", MICROS, "0", "microseconds from the last bit to switching"),
        optional("rs485ActiveHigh", FLAG, "true", "whether RTS is high while sending"),
        optional("rs485Termination", FLAG, "false", "let the port terminate the line"),
        optional("rs485RxDuringTx", FLAG, "false", "let the port hear while it sends"),
        optional("rs485Echo", FLAG, "false", "take back what is heard of the own sending"),
        optional("tlsTrustFile", FILE, "Java's own list", "who may sign for the device"),
        optional("tlsCertificateFile", FILE, "none", "the edge's certificate"),
        optional("tlsKeyFile", FILE, "none", "its key: PKCS#8 without a password"),
        optional("tlsServerName", "a host name", "ip", "whom the certificate must be for"),
        optional("tlsVerify", FLAG, "true", "false: talk to whoever answers"),
        optional("broadcast", FLAG, "true on serial lines", "whether unit 0 means all units"),
        optional("minGap", "milliseconds, 0 to 10000", "0", "least silence before a request"),
        optional("maxRegistersPerRead", "1 to 125", "125", "for devices that can do no more"),
        optional("maxBitsPerRead", "1 to 2000", "2000", "for devices that can do no more"),
        optional(
            "maxGap",
            "registers, 0 to 65536",
            "TCP: any, RTU: by baudRate",
            "read what lies between"),
        optional("turnaround", "milliseconds", "5", "how long the device thinks; for maxGap"),
        optional("units", "such as 1-247 or 1,5,10-20", "1-247", "for discovery only"));
  }

  private static List<SettingDescription> ofProperties() {
    return List.of(
        optional(
            "register",
            "one of CoilRegister, DiscreteInputRegister, InputRegister, HoldingRegister",
            "",
            "the table; must be there unless address says it"),
        optional(
            "offset",
            "0 to 65535, or 0x0 to 0xFFFF",
            "",
            "the address, from 0; must be there unless address says it"),
        optional("address", "40001 or 400001 and the like", "", "in place of register and offset"),
        optional("limit", "1 to 125, bits to 2000", "by dataType", "how many registers or bits"),
        optional(
            "dataType",
            "one of " + String.join(", ", DataType.words().keySet()),
            "by the type of the property",
            "what they mean"),
        optional("bit", "0 to 15", "", "a bit of a register, 0 being the least significant"),
        optional("byte", "low or high", "low", "for int8 and uint8"),
        optional("isRegisterSwap", FLAG, "false", "turn the order of the registers around"),
        optional("isSwap", FLAG, "false", "swap the two bytes in each register"),
        optional(
            "byteOrder",
            "one of " + String.join(", ", ByteOrder.words().keySet()),
            "ABCD",
            "in place of isRegisterSwap and isSwap"),
        optional("charset", "one of utf-8, ascii, latin1", "utf-8", "for string"),
        optional("trim", FLAG, "false", "for string: without spaces around it"));
  }
}

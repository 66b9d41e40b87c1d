package io.margay.driver.plc4x.internal;

import static io.margay.dmi.driver.SettingDescription.optional;
import static io.margay.dmi.driver.SettingDescription.required;

import io.margay.dmi.driver.Capability;
import io.margay.dmi.driver.DriverDescription;
import io.margay.dmi.driver.SettingDescription;
import io.margay.driver.plc4x.internal.library.Protocol;
import java.util.List;
import java.util.Set;

/** What the driver tells of itself: every key that it understands. */
final class Description {
  private static final String FLAG = "true or false";
  private static final String FILE = "the path of a file";

  static final DriverDescription OF_DRIVER =
      new DriverDescription(
          "plc4x",
          "S7, OPC UA, EtherNet/IP, ADS, KNXnet/IP, IEC 60870-5-104 by Apache PLC4X",
          ofDevices(),
          ofProperties(),
          Set.of(Capability.INVOKE, Capability.SUBSCRIBE));

  private Description() {}

  private static List<SettingDescription> ofDevices() {
    return List.of(
        required(
            Endpoint.KEY,
            "a connection string of PLC4X, or opc.tcp://host:port; begins with one of "
                + String.join(", ", Protocol.words().keySet()),
            "how the device is reached"),
        optional("userName", "a name", "nobody", "whom to log in as, where there is a login"),
        optional("passwordFile", FILE, "", "holds the password of userName"),
        optional("keyStorePasswordFile", FILE, "", "OPC UA: holds the password of key-store-file"),
        optional(
            "trustStorePasswordFile", FILE, "", "OPC UA: holds the password of trust-store-file"),
        optional("exclusive", FLAG, "false", "whether the device takes one connection at a time"),
        optional("timeout", "milliseconds, 1 to 600000", "5000", "wait for each answer"));
  }

  private static List<SettingDescription> ofProperties() {
    return List.of(
        required(
            "address",
            "a tag address of PLC4X, such as %DB1.DBD4:REAL or ns=2;s=Line1.Speed",
            "where the property stands; nodeID and tag are other spellings of the key"),
        optional(
            "subscribe",
            FLAG,
            "true for knxnet-ip and iec-60870-5-104",
            "whether the device is to tell of changes rather than be asked"));
  }
}

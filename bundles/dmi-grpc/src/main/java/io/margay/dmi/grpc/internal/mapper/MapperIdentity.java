package io.margay.dmi.grpc.internal.mapper;

import io.grpc.Status;
import io.margay.dmi.MapperInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who a mapper says that it is, checked.
 *
 * @param address the socket on which it takes calls; empty when it only reports
 */
record MapperIdentity(MapperInfo info, Optional<Path> address) {
  private static final int LONGEST_NAME = 253;

  /** Linux, unix(7): sun_path holds 108 bytes with the closing zero. */
  private static final int LONGEST_PATH = 107;

  private static final String SCHEME = "unix://";

  /**
   * Reads {@code MapperInfo}. A mapper without a name goes by its protocol, as KubeEdge lets it.
   *
   * @throws io.grpc.StatusRuntimeException naming the field that is wrong
   */
  static MapperIdentity of(io.margay.dmi.grpc.internal.wire.MapperInfo said) {
    String protocol = word("mapper.protocol", said.getProtocol());
    if (protocol.isEmpty()) {
      throw refused("mapper.protocol is empty; expected the protocolName of the devices it serves");
    }
    String name = word("mapper.name", said.getName());
    return new MapperIdentity(
        new MapperInfo(
            name.isEmpty() ? protocol : name, word("mapper.version", said.getVersion()), protocol),
        address(said));
  }

  private static String word(String field, String value) {
    if (value.length() > LONGEST_NAME) {
      throw refused(field + " has more than " + LONGEST_NAME + " characters");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw refused(field + " has control characters");
    }
    return value;
  }

  private static Optional<Path> address(io.margay.dmi.grpc.internal.wire.MapperInfo said) {
    if (said.getAddress().isEmpty()) {
      return Optional.empty();
    }
    if (said.getAddress().size() > LONGEST_PATH + SCHEME.length()) {
      throw refused("mapper.address is longer than the system allows, " + LONGEST_PATH + " bytes");
    }
    String text = said.getAddress().toString(StandardCharsets.UTF_8);
    if (text.startsWith(SCHEME)) {
      text = text.substring(SCHEME.length());
    }
    if (!text.startsWith("/") || text.chars().anyMatch(Character::isISOControl)) {
      throw refused("mapper.address is no absolute path of a unix socket");
    }
    return Optional.of(Path.of(text));
  }

  private static RuntimeException refused(String why) {
    return Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException();
  }
}

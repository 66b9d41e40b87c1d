package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.packet.ProtocolViolation;
import io.margay.bus.internal.packet.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Topics that one client has given numbers, as long as its connection lasts (MQTT 5.0, section
 * 3.3.2.3.4).
 */
final class IncomingAliases {
  /** The highest number that a client may use. */
  static final int MOST = 16;

  private static final int NONE = -1;

  private @Nullable String @Nullable [] topics;

  /**
   * The topic that a PUBLISH means.
   *
   * @param alias -1 when it has none
   */
  String topic(String topic, int alias) {
    if (alias == NONE) {
      if (topic.isEmpty()) {
        throw ProtocolViolation.protocolError("PUBLISH without a topic");
      }
      return topic;
    }
    if (alias < 1 || alias > MOST) {
      throw invalid(alias, "expected 1 to " + MOST);
    }
    @Nullable String[] known = topics == null ? new String[MOST + 1] : topics;
    topics = known;
    if (!topic.isEmpty()) {
      known[alias] = topic;
      return topic;
    }
    String meant = known[alias];
    if (meant == null) {
      throw invalid(alias, "it stands for nothing");
    }
    return meant;
  }

  private static ProtocolViolation invalid(int alias, String why) {
    return new ProtocolViolation(
        ReasonCode.TOPIC_ALIAS_INVALID, "topic alias " + alias + ": " + why);
  }
}

package io.margay.push.redis.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Settings;
import io.margay.push.LegacyText;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import io.margay.push.RecordJson;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How samples of one property are kept: each a member of the sorted set of its device, its time in
 * milliseconds the score.
 *
 * @param legacyKey whether the key is the device's name alone, as KubeEdge has it, so that devices
 *     of several namespaces may meet in it
 * @param legacyMember whether a member is KubeEdge's text instead of JSON
 * @param maxEntries how many members a set keeps, the newest; 0 for all
 */
record SetForm(boolean legacyKey, boolean legacyMember, long maxEntries) {

  /** Reads what stands beside {@code redisClientConfig}. */
  static SetForm read(PushSettings push, Consumer<Problem> problems) {
    Settings settings = push.read(problems);
    return new SetForm(
        settings.flagOr(false, "legacyKey"),
        settings.has("format")
            && settings.choice(Map.of("json", false, "legacy", true), "format").orElse(false),
        settings.integerOr(0, 0, 1_000_000_000, "maxEntries"));
  }

  String key(PushRecord sent) {
    return legacyKey ? sent.device().name() : sent.device().toString();
  }

  /** The same sample is always the same member, so that sending it twice makes one of it. */
  byte[] member(PushRecord sent) {
    return legacyMember ? legacy(sent).getBytes(UTF_8) : RecordJson.object(sent);
  }

  private static String legacy(PushRecord sent) {
    return "TimeStamp: %d PropertyName: %s data: %s"
        .formatted(sent.sample().time().toEpochMilli(), sent.property(), LegacyText.value(sent));
  }
}

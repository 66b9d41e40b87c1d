package io.margay.bus;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher says of a message besides its payload (MQTT 5.0, section 3.3.2.3). Publishers
 * inside the JVM and MQTT 5 clients may set it, and both receive it; clients of MQTT 3.1.1 do
 * neither.
 *
 * @param text whether the payload is said to be UTF-8 text
 * @param contentType what the payload is, such as {@code application/json}; null when not said
 * @param responseTopic where an answer is expected; null when none is
 * @param correlation what an answer must carry; null when nothing
 * @param lifetime for how long from now on the message is of use; null for ever
 * @param user pairs of text that the bus hands on untouched, in order
 */
public record MessageProperties(
    boolean text,
    @Nullable String contentType,
    @Nullable String responseTopic,
    @Nullable Payload correlation,
    @Nullable Duration lifetime,
    List<UserProperty> user) {

  /** Nothing is said. */
  public static final MessageProperties NONE =
      new MessageProperties(false, null, null, null, null, List.of());

  public MessageProperties {
    user = List.copyOf(user);
  }

  /** A pair of text. The same name may stand several times. */
  public record UserProperty(String name, String value) {
    public UserProperty {
      requireNonNull(name, "name");
      requireNonNull(value, "value");
    }
  }

  /** The same, with another lifetime. */
  public MessageProperties withLifetime(@Nullable Duration left) {
    return new MessageProperties(text, contentType, responseTopic, correlation, left, user);
  }
}

package io.margay.bus.internal.access;

import io.margay.bus.TopicFilter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of an ACL file that holds for every client, with {@code %u} for its user name and {@code
 * %c} for its client id.
 */
record AclPattern(AclRule.Access access, String text) {
  private static final Pattern PLACE = Pattern.compile("%[uc]");

  /**
   * @throws IllegalArgumentException when it makes no topic filter, whatever is put in
   */
  AclPattern {
    TopicFilter unused = new TopicFilter(filled(text, "x", "x"));
  }

  /**
   * The rule for one client. There is none for a name that holds a wildcard, as it would reach the
   * topics of others, nor for a client without a user where the user is asked for.
   */
  Optional<AclRule> rule(@Nullable String user, String clientId) {
    if ((user == null && text.contains("%u")) || hasWildcard(user) || hasWildcard(clientId)) {
      return Optional.empty();
    }
    try {
      String filter = filled(text, user == null ? "" : user, clientId);
      return Optional.of(new AclRule(access, new TopicFilter(filter)));
    } catch (IllegalArgumentException nameIsNoPartOfATopic) {
      return Optional.empty();
    }
  }

  private static boolean hasWildcard(@Nullable String name) {
    return name != null && (name.indexOf('+') >= 0 || name.indexOf('#') >= 0);
  }

  private static String filled(String text, String user, String clientId) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> Matcher.quoteReplacement(place.group().equals("%u") ? user : clientId));
  }
}

package io.margay.bus.internal.access;

import io.margay.bus.TopicFilter;
import java.util.List;
import java.util.function.Predicate;

/** The rules of an ACL file that hold for one client. */
final class ClientRules implements Permissions {

  /** Nothing is allowed. */
  static final ClientRules NOTHING = new ClientRules(List.of());

  private final List<TopicFilter> denied;
  private final List<TopicFilter> readable;
  private final List<TopicFilter> writable;

  ClientRules(List<AclRule> rules) {
    denied = filters(rules, AclRule::denies);
    readable = filters(rules, AclRule::reads);
    writable = filters(rules, AclRule::writes);
  }

  private static List<TopicFilter> filters(List<AclRule> rules, Predicate<AclRule> wanted) {
    return rules.stream().filter(wanted).map(AclRule::filter).toList();
  }

  @Override
  public boolean mayPublish(String topic) {
    return matches(writable, topic) && !matches(denied, topic);
  }

  @Override
  public boolean mayReceive(String topic) {
    return matches(readable, topic) && !matches(denied, topic);
  }

  /** Whether anything can come of it: {@code #} is fine for who may read a part of it. */
  @Override
  public boolean maySubscribe(TopicFilter filter) {
    return readable.stream().anyMatch(allowed -> FilterLevels.overlap(allowed, filter))
        && denied.stream().noneMatch(forbidden -> FilterLevels.covers(forbidden, filter));
  }

  private static boolean matches(List<TopicFilter> filters, String topic) {
    for (TopicFilter filter : filters) {
      if (filter.matches(topic)) {
        return true;
      }
    }
    return false;
  }
}

package io.margay.bus.internal.access;

import io.margay.bus.TopicFilter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client may do by the files as they are now; a user who was taken out may do nothing. */
final class LivePermissions implements Permissions {
  private final @Nullable String user;
  private final String clientId;
  private final Optional<Watched<Users>> users;
  private final Optional<Watched<AccessList>> acl;
  private volatile @Nullable Judged last;

  private record Judged(@Nullable Users users, @Nullable AccessList acl, Permissions permissions) {}

  /**
   * @param user the verified name
   * @param users where the name must still be, if it came from there
   * @param acl what to obey; all is allowed without one
   */
  LivePermissions(
      @Nullable String user,
      String clientId,
      Optional<Watched<Users>> users,
      Optional<Watched<AccessList>> acl) {
    this.user = user;
    this.clientId = clientId;
    this.users = users;
    this.acl = acl;
  }

  @Override
  public boolean mayPublish(String topic) {
    return now().mayPublish(topic);
  }

  @Override
  public boolean maySubscribe(TopicFilter filter) {
    return now().maySubscribe(filter);
  }

  @Override
  public boolean mayReceive(String topic) {
    return now().mayReceive(topic);
  }

  private Permissions now() {
    Users usersNow = users.flatMap(Watched::current).orElse(null);
    AccessList aclNow = acl.flatMap(Watched::current).orElse(null);
    Judged judged = last;
    if (judged == null || judged.users() != usersNow || judged.acl() != aclNow) {
      judged = new Judged(usersNow, aclNow, judge(usersNow, aclNow));
      last = judged;
    }
    return judged.permissions();
  }

  private Permissions judge(@Nullable Users usersNow, @Nullable AccessList aclNow) {
    if (usersNow != null && user != null && !usersNow.contains(user)) {
      return ClientRules.NOTHING;
    }
    return aclNow == null ? Permissions.ALL : aclNow.rulesFor(user, clientId);
  }
}

package io.margay.twin.internal.topic;

import io.margay.bus.Message;
import io.margay.bus.MessageBus;
import io.margay.bus.Subscription;
import io.margay.bus.TopicFilter;
import io.margay.twin.internal.Member;
import io.margay.twin.internal.RefusedUpdateException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where programs ask over MQTT which devices the node has. Whatever node the question names, the
 * answer goes out under the name of this one, as KubeEdge does it.
 */
public final class MembershipDoor implements AutoCloseable {
  private static final TopicFilter QUESTIONS = new TopicFilter("$hw/events/node/+/membership/get");

  private final Supplier<List<Member>> members;
  private final MembershipAnnouncer announcer;
  private final Subscription subscription;

  public MembershipDoor(
      MessageBus bus, Supplier<List<Member>> members, MembershipAnnouncer announcer) {
    this.members = members;
    this.announcer = announcer;
    this.subscription = bus.subscribe(QUESTIONS, this::onQuestion);
  }

  private void onQuestion(Message message) {
    try {
      announcer.got(TwinRequest.read(message.payload()).eventId(), members.get());
    } catch (RefusedUpdateException e) {
      announcer.refused("", e.code(), e.reason());
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}

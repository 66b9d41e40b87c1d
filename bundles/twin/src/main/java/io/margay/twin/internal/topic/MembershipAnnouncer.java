package io.margay.twin.internal.topic;

import io.margay.dmi.NamespacedName;
import io.margay.twin.internal.Member;
import java.util.List;

/** Tells programs which devices belong to this node. These topics never had a namespace. */
public final class MembershipAnnouncer {
  private final Events events;
  private final String root;

  public MembershipAnnouncer(Events events, String node) {
    this.events = events;
    this.root = "$hw/events/node/" + node + "/membership/";
  }

  /** A device came. */
  public void added(NamespacedName device) {
    events.publish(root + "updated", DeviceJson.membership(device, null));
  }

  /** A device went. */
  public void removed(NamespacedName device) {
    events.publish(root + "updated", DeviceJson.membership(null, device));
  }

  /** A program asked for all devices. */
  void got(String eventId, List<Member> members) {
    events.publish(root + "get/result", eventId, DeviceJson.devices(members));
  }

  /** A program's question was not one. */
  void refused(String eventId, int code, String reason) {
    events.publish(root + "get/result", eventId, EventBody.error(code, reason));
  }
}

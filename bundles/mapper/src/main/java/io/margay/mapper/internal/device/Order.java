package io.margay.mapper.internal.device;

import io.margay.dmi.access.AccessException;
import io.margay.mapper.internal.work.LinkQueue;

/** Something that a program asks a device to do: a write, or a method. */
interface Order {

  /** Has it done, within a job of the link. */
  void carryOut(LinkQueue at, Turn turn);

  /** It will not be done. */
  void fail(AccessException why);
}

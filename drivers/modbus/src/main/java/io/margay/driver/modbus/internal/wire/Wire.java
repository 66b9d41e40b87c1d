package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;

/** An open way to one or more units: a request goes out, its answer comes in. */
interface Wire {

  /** The data of the answer, once it is sure that it is the answer to this very request. */
  byte[] exchange(Query query, Deadline answerBy) throws BrokenConnectionException, ExceptionReply;

  /** Sends a request that nobody answers: a broadcast. */
  void send(Query query) throws BrokenConnectionException;

  /**
   * Whether the next request may go over it after one has failed. It may not where a late answer
   * could be taken for the answer to the next question.
   */
  boolean outlivesFailures();

  /** Does not wait for the peer, and ends an exchange that another thread is in. */
  void close();
}

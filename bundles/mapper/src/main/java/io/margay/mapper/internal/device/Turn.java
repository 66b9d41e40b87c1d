package io.margay.mapper.internal.device;

import io.margay.mapper.internal.device.Conversation.Call;

/** The conversation with a device as a job found it when its turn came. */
record Turn(Conversation conversation, long timeoutMillis) {

  /** Makes a call that may take as long as one request. */
  <T> T call(String what, Call<T> call) throws CallFailedException {
    return conversation.call(what, timeoutMillis, call);
  }
}

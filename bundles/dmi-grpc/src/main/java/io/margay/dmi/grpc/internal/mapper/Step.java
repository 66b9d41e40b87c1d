package io.margay.dmi.grpc.internal.mapper;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.margay.dmi.NamespacedName;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call that tells a mapper of one device or model.
 *
 * @param fingerprint of what it knows afterwards; null when the call makes it forget
 */
record Step(StepKey key, String method, Call call, @Nullable ByteString fingerprint) {
  /** Makes the call; exactly one of the two is called back, on the loop. */
  interface Call {
    void make(MapperClient client, Runnable done, Consumer<Status> failed);
  }

  boolean forgets() {
    return fingerprint == null;
  }

  /** Notes that the mapper took it. */
  void note(Told told) {
    Map<NamespacedName, ByteString> known = key.isDevice() ? told.devices() : told.models();
    if (fingerprint == null) {
      known.remove(key.name());
    } else {
      known.put(key.name(), fingerprint);
    }
  }
}

package io.margay.deviceapi.internal;

import io.margay.dmi.access.AccessException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in HTTP's words why a request came to nothing. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static Reply reply(Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return reply(failure.getCause());
    }
    if (failure instanceof ApiException refused) {
      return refused.reply();
    }
    if (failure instanceof AccessException refused) {
      int status =
          switch (refused.kind()) {
            case NOT_FOUND -> 404;
            case INVALID -> 400;
            case DEVICE_FAILED -> 503;
            case BUSY -> 429;
          };
      return new ApiException(status, String.valueOf(refused.getMessage())).reply();
    }
    LOG.error("a request failed by a mistake of this program", failure);
    return Reply.message(500, "a mistake of this program; its log says more");
  }
}

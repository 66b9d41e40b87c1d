package io.margay.cri.internal;

import io.margay.cri.internal.rpc.CriConnection;
import io.margay.cri.internal.rpc.CriMethods;
import io.margay.cri.internal.rpc.Failures;
import io.margay.cri.internal.translate.EngineMessages;
import io.margay.cri.internal.wire.Cri;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.ExecResult;
import java.time.Duration;
import java.util.List;

/** A program run to its end, where the engine's own "too late" is a result and no failure. */
final class ExecCall {
  /** As after SIGKILL, with which engines end a program that is too late. */
  private static final int KILLED = 137;

  private ExecCall() {}

  static ExecResult run(
      CriConnection connection,
      String containerId,
      List<String> command,
      Duration timeout,
      Duration patience) {
    Cri.ExecSyncRequest request =
        Cri.ExecSyncRequest.newBuilder()
            .setContainerId(containerId)
            .addAllCmd(command)
            .setTimeout(Math.max(1, timeout.plusMillis(999).toSeconds()))
            .build();
    try {
      return EngineMessages.exec(
          connection.call(CriMethods.EXEC_SYNC, request, timeout.plus(patience)));
    } catch (EngineException.Unavailable e) {
      if (Failures.isEnginesDeadline(e)) {
        return new ExecResult(KILLED, "", String.valueOf(e.getMessage()), true);
      }
      throw e;
    }
  }
}

package io.margay.mapper.internal.device;

import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.AccessException.Kind;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.WriteResult;
import io.margay.mapper.internal.work.LinkQueue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values that a program has written and read back. */
final class WriteOrder<T> implements Order {
  /**
   * What is to be written.
   *
   * @param slots one for each write
   * @param texts what was asked for, one for each write
   */
  record Values(List<PropertySlot> slots, List<PropertyWrite> writes, List<String> texts) {}

  private final Values values;
  private final Writing writing;
  private final Connection connection;
  private final Function<Written, T> told;
  private final CompletableFuture<T> answer;
  private final Answers answers;

  /**
   * @param told makes of what was written what the program is told, or the reason why it failed
   */
  WriteOrder(
      Values values,
      Writing writing,
      Connection connection,
      Function<Written, T> told,
      CompletableFuture<T> answer,
      Answers answers) {
    this.values = values;
    this.writing = writing;
    this.connection = connection;
    this.told = told;
    this.answer = answer;
    this.answers = answers;
  }

  @Override
  public void carryOut(LinkQueue at, Turn turn) {
    try {
      List<@Nullable WriteResult> results = writing.write(turn, values.writes());
      ReadBatch back = writing.check(at, values.slots(), values.writes(), results);
      Written written = Written.of(values.slots(), values.texts(), results, back);
      answers.succeed(answer, told.apply(written));
    } catch (AccessException e) {
      fail(e);
    } catch (CallFailedException e) {
      fail(new AccessException(Kind.DEVICE_FAILED, "nothing was written: " + e.reason()));
      if (e.kind() != CallFailedException.Kind.DEFECT) {
        connection.failed(e, turn);
      }
    }
  }

  @Override
  public void fail(AccessException why) {
    answers.fail(answer, why);
  }
}

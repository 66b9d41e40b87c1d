package io.margay.push.tdengine.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushException;
import io.margay.push.SecretFiles;
import io.margay.push.net.WebAccess;
import io.margay.push.net.WebPost;
import java.util.Map;

/** TDengine's REST API: one statement in, one answer out. */
final class RestApi {
  private static final Map<String, String> HEADERS =
      Map.of("Content-Type", "text/plain; charset=utf-8");

  private final Database database;
  private final WebPost post;

  /**
   * @throws PushException when a secret cannot be read
   */
  RestApi(Database database, SecretFiles secrets) throws PushException {
    this.database = database;
    WebAccess login =
        new WebAccess(database.userName(), database.passwordSecret(), "", database.caSecret());
    this.post = new WebPost(database.sqlAddress(), login, secrets);
  }

  /**
   * Runs a statement.
   *
   * @throws PushException when it has not been done for certain
   */
  void run(String statement, Deadline deadline) throws PushException {
    WebPost.Answer said = post.exchange(HEADERS, statement.getBytes(UTF_8), deadline);
    Answer answer = Answer.of(said.status(), said.body());
    if (!answer.isDone()) {
      throw new PushException(
          answer.isFinal() ? PushException.Kind.REJECTED : PushException.Kind.UNREACHABLE,
          "%s answers %s".formatted(database, answer));
    }
  }
}

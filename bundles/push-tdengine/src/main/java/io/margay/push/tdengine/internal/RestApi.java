package io.margay.push.tdengine.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushException;
import io.margay.push.SecretFiles;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;

/** TDengine's REST API: one statement in, one answer out. */
final class RestApi {
  private final Database database;
  private final String login;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @throws PushException when there is no password
   */
  RestApi(Database database, SecretFiles secrets) throws PushException {
    this.database = database;
    String password = secrets.read(database.passwordSecret());
    this.login =
        Base64.getEncoder().encodeToString((database.userName() + ":" + password).getBytes(UTF_8));
  }

  /**
   * Runs a statement.
   *
   * @throws PushException when it has not been done for certain
   */
  void run(String statement, Deadline deadline) throws PushException {
    HttpRequest request =
        HttpRequest.newBuilder(database.sqlAddress())
            .timeout(Duration.ofMillis(Math.max(1, deadline.remainingMillis())))
            .header("Authorization", "Basic " + login)
            .POST(BodyPublishers.ofString(statement, UTF_8))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString(UTF_8));
      Answer answer = Answer.of(response.statusCode(), response.body());
      if (!answer.isDone()) {
        throw new PushException(
            answer.isFinal() ? PushException.Kind.REJECTED : PushException.Kind.UNREACHABLE,
            "%s answers %s".formatted(database, answer));
      }
    } catch (IOException e) {
      throw PushException.unreachable("%s does not answer: %s".formatted(database, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PushException.unreachable("%s: interrupted".formatted(database), e);
    }
  }
}

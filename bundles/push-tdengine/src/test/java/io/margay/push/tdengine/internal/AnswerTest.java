package io.margay.push.tdengine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerTest {

  @Test
  void codeNoughtIsDone() {
    Answer answer =
        Answer.of(
            200,
            "{\"code\":0,\"column_meta\":[[\"affected_rows\",\"INT\",4]],\"data\":[[1]],\"rows\":1}");

    assertThat(answer.isDone()).isTrue();
  }

  @Test
  void aStatementThatIsNotUnderstoodIsFinalThoughTheStatusIs200() {
    Answer answer = Answer.of(200, "{\"code\":9728,\"desc\":\"syntax error near 'x'\"}");

    assertThat(answer.isDone()).isFalse();
    assertThat(answer.isFinal()).isTrue();
    assertThat(answer).hasToString("code 0x2600: syntax error near 'x'");
  }

  @Test
  void aTableThatIsMissingCanBeMadeAgain() {
    assertThat(Answer.of(200, "{\"code\":9731,\"desc\":\"Table does not exist\"}").isFinal())
        .isFalse();
    assertThat(Answer.of(200, "{\"code\":-2147473917,\"desc\":\"the same\"}").isFinal()).isFalse();
  }

  @Test
  void whatIsNoAnswerOfTdengineIsNotDoneAndNotFinal() {
    assertThat(Answer.of(200, "<html>hello</html>").isDone()).isFalse();
    assertThat(Answer.of(200, "").isDone()).isFalse();
    assertThat(Answer.of(503, "busy")).hasToString("HTTP status 503: busy");
    assertThat(Answer.of(401, "{\"code\":855,\"desc\":\"Authentication failure\"}").isFinal())
        .isFalse();
  }
}

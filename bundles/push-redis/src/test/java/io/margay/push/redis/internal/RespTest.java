package io.margay.push.redis.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** The requests and replies of Redis' protocol. */
class RespTest {

  @Test
  void eachWordHasItsLengthInBytesSoThatALineEndInItIsNoCommand() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Command.of("ZADD", "a\r\nFLUSHALL").add("ü").writeTo(out);

    assertThat(out.toString(UTF_8))
        .isEqualTo("*3\r\n$4\r\nZADD\r\n$11\r\na\r\nFLUSHALL\r\n$2\r\nü\r\n");
  }

  @Test
  void repliesFollowEachOther() throws IOException {
    InputStream in = replies("+OK\r\n:3\r\n-WRONGTYPE it is a list\r\n$2\r\nhi\r\n$-1\r\n+OK\r\n");

    assertThat(Reply.read(in)).isEqualTo(new Reply.Done());
    assertThat(Reply.read(in)).isEqualTo(new Reply.Done());
    assertThat(Reply.read(in)).isEqualTo(new Reply.Refused("WRONGTYPE it is a list"));
    assertThat(Reply.read(in)).isEqualTo(new Reply.Done());
    assertThat(Reply.read(in)).isEqualTo(new Reply.Done());
    assertThat(Reply.read(in)).isEqualTo(new Reply.Done());
  }

  @Test
  void theFirstWordOfAnErrorIsItsKind() {
    assertThat(new Reply.Refused("OOM command not allowed").kind()).isEqualTo("OOM");
    assertThat(new Reply.Refused("LOADING").kind()).isEqualTo("LOADING");
  }

  @Test
  void whatIsNoAnswerOfRedisIsTold() {
    assertThatThrownBy(() -> Reply.read(replies("HTTP/1.1 400 Bad Request\r\n")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("HTTP/1.1 400");
    assertThatThrownBy(() -> Reply.read(replies("$x\r\n"))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Reply.read(replies("\r\n"))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Reply.read(replies("$99999999\r\n"))).isInstanceOf(IOException.class);
  }

  @Test
  void aConnectionThatEndsIsAFailureAndNoAnswer() {
    assertThatThrownBy(() -> Reply.read(replies("+O")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended");
  }

  private static InputStream replies(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}

package io.margay.cri.internal.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.edged.engine.ByteStream;
import io.margay.edged.engine.ContainerStreams;
import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.StreamOptions;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamDialerTest {
  private static final String USUAL = "v4.channel.k8s.io";
  private static final String NEWER = "v5.channel.k8s.io,v4.channel.k8s.io";
  private static final StreamOptions ALL = new StreamOptions(true, true, true, false);

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final StreamDialer dialer = new StreamDialer(loop, Set.of(), Duration.ofSeconds(20));

  @AfterEach
  void stopTheLoop() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void channelsAreStreams() throws Exception {
    try (StreamServer server = new StreamServer(loop, USUAL);
        ContainerStreams streams = dialer.program(server.url(), ALL)) {
      Channel connection = server.connection();
      streams.stdin().write("hi".getBytes(UTF_8));
      StreamServer.send(connection, 1, new byte[0]);
      StreamServer.send(connection, 1, "out".getBytes(UTF_8));
      StreamServer.send(connection, 2, "err".getBytes(UTF_8));
      StreamServer.send(connection, 9, "of a later protocol".getBytes(UTF_8));
      StreamServer.send(connection, 3, "{\"status\":\"Success\"}".getBytes(UTF_8));

      assertThat(server.received()).isEqualTo("00" + hex("hi"));
      assertThat(streams.exit().get(20, TimeUnit.SECONDS)).isZero();
      assertThat(streams.stdout().readAllBytes()).asString(UTF_8).isEqualTo("out");
      assertThat(streams.stderr().readAllBytes()).asString(UTF_8).isEqualTo("err");
    }
  }

  @Test
  void theEndOfInputIsSaidWhereTheProtocolHasAWordForIt() throws Exception {
    try (StreamServer server = new StreamServer(loop, NEWER);
        ContainerStreams streams = dialer.program(server.url(), ALL)) {
      streams.stdin().close();

      assertThat(server.received()).isEqualTo("ff00");
      assertThatThrownBy(() -> streams.stdin().write(1)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theEndOfInputIsNotSaidWhereItWouldBeInput() throws Exception {
    try (StreamServer server = new StreamServer(loop, USUAL);
        ContainerStreams streams =
            dialer.program(server.url(), new StreamOptions(true, true, false, true))) {
      streams.stdin().close();
      streams.resize(80, 25);

      assertThat(server.received()).isEqualTo("04" + hex("{\"Width\":80,\"Height\":25}"));
    }
  }

  @Test
  void longInputIsCutIntoFrames() throws Exception {
    try (StreamServer server = new StreamServer(loop, USUAL);
        ContainerStreams streams = dialer.program(server.url(), ALL)) {
      streams.stdin().write(new byte[40_000]);

      assertThat(server.received()).hasSize(2 * (1 + 32_768));
      assertThat(server.received()).hasSize(2 * (1 + 40_000 - 32_768));
    }
  }

  @Test
  void aConnectionThatBreaksIsNoEndOfOutput() throws Exception {
    try (StreamServer server = new StreamServer(loop, USUAL);
        ContainerStreams streams = dialer.program(server.url(), ALL)) {
      Channel connection = server.connection();
      StreamServer.send(connection, 1, "half".getBytes(UTF_8));
      connection.close();

      assertThat(streams.stdout().readNBytes(4)).asString(UTF_8).isEqualTo("half");
      assertThatThrownBy(() -> streams.stdout().read()).isInstanceOf(IOException.class);
      assertThat(streams.exit())
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .withCauseInstanceOf(EngineException.Unavailable.class);
    }
  }

  @Test
  void aPortSaysItsNumberBeforeItsBytes() throws Exception {
    try (StreamServer server = new StreamServer(loop, USUAL);
        ByteStream port = dialer.port(server.url())) {
      Channel connection = server.connection();
      StreamServer.send(connection, 0, new byte[] {80});
      StreamServer.send(connection, 1, new byte[] {80, 0});
      StreamServer.send(connection, 0, new byte[] {0, 'h', 'i'});

      assertThat(port.input().readNBytes(2)).asString(UTF_8).isEqualTo("hi");
      StreamServer.send(connection, 1, "refused".getBytes(UTF_8));
      assertThatThrownBy(() -> port.input().read())
          .isInstanceOf(IOException.class)
          .hasMessage("refused");
    }
  }

  @Test
  void aTicketThatIsNoLongerGoodIsTold() throws Exception {
    try (StreamServer server = new StreamServer(loop, "other.protocol")) {
      assertThatThrownBy(() -> dialer.program(server.url(), ALL))
          .isInstanceOf(EngineException.Unavailable.class)
          .hasMessageContaining("127.0.0.1")
          .hasMessageNotContaining("ticket");
    }
  }

  @Test
  void nobodyAtTheAddressIsTold() throws Exception {
    String url;
    try (StreamServer server = new StreamServer(loop, USUAL)) {
      url = server.url();
    }

    assertThatThrownBy(() -> dialer.port(url))
        .isInstanceOf(EngineException.Unavailable.class)
        .hasMessageContaining("cannot be opened");
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }
}

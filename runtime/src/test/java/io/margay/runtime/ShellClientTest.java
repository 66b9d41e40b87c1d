package io.margay.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client against a server that echoes commands, fails those that begin with "bad", and runs
 * "stream" until it is interrupted; "mirror" writes what it reads.
 */
@Timeout(120)
class ShellClientTest {
  private static final int CTRL_C = 3;

  @TempDir Path var;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CountDownLatch streaming = new CountDownLatch(1);
  private Layout layout;
  private ServerSocketChannel server;

  @BeforeEach
  void listen() throws Exception {
    layout = new Layout(var, var);
    Files.createDirectory(var.resolve("run"));
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(layout.shellSocket()));
    Thread thread = new Thread(this::serve, "echo-server");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void oneCommandPrintsItsOutputAndSucceeds() throws Exception {
    assertThat(run("", "device:get", "a")).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("device:get a\n");
  }

  @Test
  void aCommandThatFailsSpeaksOnStandardErrorAndFails() throws Exception {
    assertThat(run("", "bad")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("bad\n");
  }

  @Test
  void pipedLinesRunOneAfterTheOtherAndTheLastOneCounts() throws Exception {
    assertThat(run("bad\n\nlb\nlast without newline")).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("lb\nlast without newline\n");
  }

  @Test
  void ctrlCReachesTheNodeWhileItsCommandRuns() throws Exception {
    PipedOutputStream keyboard = new PipedOutputStream();
    PipedInputStream terminal = new PipedInputStream(keyboard);
    keyboard.write("stream\n".getBytes(StandardCharsets.UTF_8));
    Thread typist = new Thread(() -> typeCtrlCOnceTheCommandRuns(keyboard), "typist");
    typist.start();

    ExitCode exitCode = client(terminal).run(List.of());

    assertThat(exitCode).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("streaming", "interrupted");
    typist.join();
  }

  @Test
  void exitEndsTheConversation() throws Exception {
    assertThat(run("lb\nexit\nnever\n")).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("lb\n");
  }

  @Test
  void aCommandThatReadsHasWhatIsPipedIn() throws Exception {
    assertThat(run("first\nsecond", "mirror")).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("first\nsecond");
  }

  @Test
  void aCommandInAScriptDoesNotReadTheScript() throws Exception {
    assertThat(run("mirror\nlb\n")).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("lb\n");
  }

  @Test
  void withoutANodeTheClientSaysSo() throws Exception {
    layout = new Layout(var, var.resolve("of-no-node"));

    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> run("", "lb"))
        .withMessageContaining("no node runs")
        .extracting(CommandException::exitCode)
        .isEqualTo(ExitCode.NOT_RUNNING);
  }

  private ExitCode run(String typed, String... arguments) throws CommandException {
    return client(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)))
        .run(List.of(arguments));
  }

  private ShellClient client(InputStream terminal) {
    return new ShellClient(
        layout,
        false,
        terminal,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private void typeCtrlCOnceTheCommandRuns(PipedOutputStream keyboard) {
    try {
      streaming.await();
      keyboard.write(CTRL_C);
      keyboard.write("exit\n".getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve() {
    try (SocketChannel client = server.accept()) {
      DataOutputStream reply = new DataOutputStream(Channels.newOutputStream(client));
      DataInputStream frames = new DataInputStream(Channels.newInputStream(client));
      reply.write("greeting for people\n".getBytes(StandardCharsets.UTF_8));
      assertThat(frames.read()).isEqualTo(1);
      reply.write(1);
      for (int kind = frames.read(); kind >= 0; kind = frames.read()) {
        answer((char) kind, frames.readNBytes(frames.readInt()), reply);
      }
    } catch (IOException e) {
      // the client has gone, the test is over
    }
  }

  private void answer(char kind, byte[] content, DataOutputStream reply) throws IOException {
    switch (kind) {
      case 'x' -> {
        frame(reply, 'o', "interrupted".getBytes(StandardCharsets.UTF_8));
        frame(reply, 'd', new byte[] {1});
      }
      case 'i' -> {
        frame(reply, 'o', content);
        frame(reply, content.length == 0 ? 'd' : 'i', new byte[0]);
      }
      default -> execute(new String(content, StandardCharsets.UTF_8), reply);
    }
  }

  private void execute(String command, DataOutputStream reply) throws IOException {
    switch (command) {
      case "stream" -> {
        frame(reply, 'o', "streaming".getBytes(StandardCharsets.UTF_8));
        streaming.countDown();
      }
      case "mirror" -> {
        frame(reply, 't', new byte[0]);
        frame(reply, 'i', new byte[0]);
      }
      default -> {
        boolean isBad = command.startsWith("bad");
        frame(reply, isBad ? 'e' : 'o', (command + "\n").getBytes(StandardCharsets.UTF_8));
        frame(reply, 'd', new byte[] {(byte) (isBad ? 1 : 0)});
      }
    }
  }

  private static void frame(DataOutputStream out, char kind, byte[] content) throws IOException {
    out.write(kind);
    out.writeInt(content.length);
    out.write(content);
  }
}

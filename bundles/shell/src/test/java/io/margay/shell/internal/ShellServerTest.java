package io.margay.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.shell.Terminal;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server on a real unix socket, with Gogo's own runtime behind it. */
@Timeout(120)
class ShellServerTest {
  private static final int MAX_CONNECTIONS = 2;
  private static final String PROMPT = "margay> ";

  @TempDir Path temp;
  private final TestCommands commands = new TestCommands();
  private final CommandProcessorImpl processor = new CommandProcessorImpl(null);
  private final CommandGuide guide =
      new CommandGuide(() -> List.of(CommandCatalog.describe("test", "greet", TestCommands.class)));
  private Path path;
  private ShellServer server;

  @BeforeEach
  void start() throws Exception {
    processor.addCommand("test", commands, TestCommands.class);
    processor.addCommand("shell", guide, "help");
    processor.addCommand("shell", new TextCommands(), "grep");
    processor.addConverter(new RecordConverter());
    path = temp.resolve("run/shell.sock");
    server = new ShellServer(SocketFile.bind(path), MAX_CONNECTIONS, processor, guide);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    processor.stop();
  }

  @Test
  void aPersonAtAPlainConnectionIsGreetedAndPrompted() throws Exception {
    try (Client client = Client.plain(path)) {
      assertThat(client.readUntil(PROMPT)).contains("help lists the commands");

      client.send("greet Ada\n");

      assertThat(client.readUntil(PROMPT)).isEqualTo("hello Ada\n" + PROMPT);
    }
  }

  @Test
  void commandsThatWerePipedInAreAllAnsweredBeforeTheEnd() throws Exception {
    try (Client client = Client.plain(path)) {
      client.send("greet Ada\ngreet Grace\n");
      client.endInput();

      assertThat(client.readAll()).contains("hello Ada", "hello Grace");
    }
  }

  @Test
  void exitEndsAPlainConnection() throws Exception {
    try (Client client = Client.plain(path)) {
      client.send("greet Ada\nexit\n");

      assertThat(client.readAll()).contains("hello Ada");
    }
  }

  @Test
  void recordsComeAsATable() throws Exception {
    try (Client client = Client.framed(path)) {
      assertThat(client.run("rows")).isEqualTo(new Answer("NAME  COUNT\na         1\n", "", 0));
    }
  }

  @Test
  void grepPicksLinesOutOfAPipe() throws Exception {
    try (Client client = Client.framed(path)) {
      assertThat(client.run("rows | grep NAME").output()).isEqualTo("NAME  COUNT\n");
      assertThat(client.run("rows | grep -v name").output()).isEqualTo("a         1\n");
    }
  }

  @Test
  void aTopicThatBeginsWithADollarMeansItself() throws Exception {
    try (Client client = Client.framed(path)) {
      assertThat(client.run("greet $ke/events/#").output()).isEqualTo("hello $ke/events/#\n");
      assertThat(client.run("greet '$hw/#'").output()).isEqualTo("hello $hw/#\n");
    }
  }

  @Test
  void aCommandThatThrowsTellsItsMessageOnly() throws Exception {
    try (Client client = Client.framed(path)) {
      assertThat(client.run("fail"))
          .isEqualTo(new Answer("", "device \"x\" is unknown; device:list shows all\n", 1));
    }
  }

  @Test
  void anUnknownCommandPointsToHelp() throws Exception {
    try (Client client = Client.framed(path)) {
      assertThat(client.run("nonsense"))
          .isEqualTo(new Answer("", "Command not found: nonsense (help lists all commands)\n", 1));
    }
  }

  @Test
  void wrongArgumentsShowTheUsage() throws Exception {
    try (Client client = Client.framed(path)) {
      Answer answer = client.run("test:greet a b c");

      assertThat(answer.errors()).matches("wrong arguments\nusage: test:greet <\\w+>\n");
      assertThat(answer.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void helpIsAnsweredForEveryCommand() throws Exception {
    try (Client client = Client.framed(path)) {
      assertThat(client.run("greet --help").output()).contains("Says hello.", "example: greet Ada");
    }
  }

  @Test
  void ctrlCEndsTheCommandAndNotTheShell() throws Exception {
    try (Client client = Client.framed(path)) {
      client.send('c', "stream");
      commands.streaming.await();
      client.send('x', "");

      assertThat(client.answer().exitCode()).isEqualTo(1);
      assertThat(commands.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(client.run("greet Ada").output()).isEqualTo("hello Ada\n");
    }
  }

  @Test
  void aClientThatLeavesEndsItsCommand() throws Exception {
    try (Client client = Client.framed(path)) {
      client.send('c', "stream");
      commands.streaming.await();
    }

    assertThat(commands.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aServerThatStopsEndsCommandsAndLeavesNoThread() throws Exception {
    try (Client client = Client.framed(path)) {
      client.send('c', "stream");
      commands.streaming.await();

      server.close();

      assertThat(commands.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(path).doesNotExist();
      awaitNoThread("margay-shell-");
    }
  }

  @Test
  void moreClientsThanAllowedAreTurnedAway() throws Exception {
    try (Client first = Client.framed(path);
        Client second = Client.framed(path);
        Client third = Client.plain(path)) {
      assertThat(third.readAll()).isEmpty();
      assertThat(first.run("greet Ada").exitCode()).isZero();
      assertThat(second.run("greet Ada").exitCode()).isZero();
    }
  }

  @Test
  void aClientThatDoesNotReadCanStillBeInterrupted() throws Exception {
    try (Client client = Client.framed(path)) {
      client.send('c', "flood");
      commands.streaming.await();
      client.send('x', "");

      assertThat(commands.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aCommandMayHaveSeveralLines() throws Exception {
    try (Client client = Client.framed(path)) {
      assertThat(client.run("greet Ada\ngreet Grace").output()).contains("hello Grace");
    }
  }

  @Test
  void aClientIsAskedForWhatACommandReadsPieceByPiece() throws Exception {
    try (Client client = Client.framed(path)) {
      client.send('i', "unasked");
      client.send('c', "mirror");

      assertThat(client.nextKind()).isEqualTo('i');
      client.send('i', "caracal");
      assertThat(client.output()).isEqualTo("caracal");
      assertThat(client.nextKind()).isEqualTo('i');
      client.send('i', "");

      assertThat(client.answer()).isEqualTo(new Answer("", "", 0));
    }
  }

  @Test
  void whatACommandHasNotReadIsNotForTheNext() throws Exception {
    try (Client client = Client.framed(path)) {
      client.send('c', "mirrorone");
      assertThat(client.nextKind()).isEqualTo('i');
      client.send('i', "serval");
      assertThat(client.answer()).isEqualTo(new Answer("s", "", 0));

      client.send('c', "mirrorone");
      assertThat(client.nextKind()).isEqualTo('i');
      client.send('i', "");
      assertThat(client.answer()).isEqualTo(new Answer("end", "", 0));
    }
  }

  @Test
  void ctrlCEndsACommandThatWaitsForInput() throws Exception {
    try (Client client = Client.framed(path)) {
      client.send('c', "mirror");
      assertThat(client.nextKind()).isEqualTo('i');
      client.send('x', "");

      assertThat(client.answer().exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aCommandTakesTheTerminalAndIsToldItsSize() throws Exception {
    try (Client client = Client.framed(path)) {
      client.send('c', "measure");
      assertThat(client.nextKind()).isEqualTo('t');
      client.send('w', ByteBuffer.allocate(8).putInt(0).putInt(0).array());
      client.send('w', ByteBuffer.allocate(8).putInt(101).putInt(37).array());

      assertThat(client.answer()).isEqualTo(new Answer("101x37", "", 0));
    }
  }

  @Test
  void aPersonAtAPlainConnectionHasNoTerminalToGive() throws Exception {
    try (Client client = Client.plain(path)) {
      client.readUntil(PROMPT);
      client.send("measure\n");

      assertThat(client.readUntil(PROMPT)).isEqualTo("none" + PROMPT);
    }
  }

  @ParameterizedTest
  @CsvSource({"q,0", "c,65537", "c,-1", "w,0", "w,7"})
  void aFrameThatIsWrongEndsTheConversation(char kind, int length) throws Exception {
    try (Client client = Client.framed(path)) {
      client.out.write(ByteBuffer.allocate(5).put((byte) kind).putInt(length).array());
      client.out.write(new byte[length < 0 || length > 8 ? 0 : length]);

      assertThat(client.readAll()).isEmpty();
    }
  }

  private static void awaitNoThread(String prefix) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    List<String> names = threads(prefix);
    while (!names.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(10);
      names = threads(prefix);
    }
    assertThat(names).isEmpty();
  }

  private static List<String> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }

  /** What one framed command came to. */
  private record Answer(String output, String errors, int exitCode) {}

  public record Row(String name, int count) {}

  public static final class TestCommands {
    final CountDownLatch streaming = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);

    @Descriptor("Says hello. Example: greet Ada")
    public String greet(String name) {
      return "hello " + name;
    }

    public List<Row> rows() {
      return List.of(new Row("a", 1));
    }

    public String fail() {
      throw new IllegalArgumentException("device \"x\" is unknown; device:list shows all");
    }

    public void stream(CommandSession session) {
      session.getConsole().println("a first line");
      streaming.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
    }

    public void mirror(CommandSession session) throws IOException {
      session.getKeyboard().transferTo(session.getConsole());
    }

    public void mirrorone(CommandSession session) throws IOException {
      int octet = session.getKeyboard().read();
      session.getConsole().print(octet < 0 ? "end" : (char) octet);
    }

    public void measure(CommandSession session) throws Exception {
      if (session.get(Terminal.VARIABLE) instanceof Terminal terminal) {
        CompletableFuture<String> size = new CompletableFuture<>();
        terminal.take((columns, rows) -> size.complete(columns + "x" + rows));
        session.getConsole().print(size.get(30, TimeUnit.SECONDS));
      } else {
        session.getConsole().print("none");
      }
    }

    public void flood(CommandSession session) {
      streaming.countDown();
      while (!Thread.currentThread().isInterrupted()) {
        session.getConsole().println("x".repeat(1000));
      }
      interrupted.countDown();
    }
  }

  /** A client in either protocol. */
  private static final class Client implements AutoCloseable {
    private final SocketChannel channel;
    private final DataInputStream in;
    private final OutputStream out;

    private Client(Path path) throws IOException {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
      in = new DataInputStream(Channels.newInputStream(channel));
      out = Channels.newOutputStream(channel);
    }

    static Client plain(Path path) throws IOException {
      return new Client(path);
    }

    static Client framed(Path path) throws IOException {
      Client client = new Client(path);
      client.send("\u0001");
      client.readUntil("\u0001");
      return client;
    }

    void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    void endInput() throws IOException {
      channel.shutdownOutput();
    }

    String readUntil(String end) throws IOException {
      StringBuilder text = new StringBuilder();
      while (!text.toString().endsWith(end)) {
        text.append((char) in.readUnsignedByte());
      }
      return text.toString();
    }

    String readAll() throws IOException {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    void send(char kind, String content) throws IOException {
      send(kind, content.getBytes(StandardCharsets.UTF_8));
    }

    void send(char kind, byte[] content) throws IOException {
      out.write(
          ByteBuffer.allocate(5 + content.length)
              .put((byte) kind)
              .putInt(content.length)
              .put(content)
              .array());
    }

    /** The next frame, which is output. */
    String output() throws IOException {
      assertThat((char) in.readUnsignedByte()).isEqualTo('o');
      return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    /** The kind of the next frame, which carries nothing. */
    char nextKind() throws IOException {
      int kind = in.readUnsignedByte();
      assertThat(in.readInt()).isZero();
      return (char) kind;
    }

    Answer run(String command) throws IOException {
      send('c', command);
      return answer();
    }

    Answer answer() throws IOException {
      StringBuilder output = new StringBuilder();
      StringBuilder errors = new StringBuilder();
      while (true) {
        int kind = in.readUnsignedByte();
        byte[] content = in.readNBytes(in.readInt());
        switch (kind) {
          case 'o' -> output.append(new String(content, StandardCharsets.UTF_8));
          case 'e' -> errors.append(new String(content, StandardCharsets.UTF_8));
          default -> {
            return new Answer(output.toString(), errors.toString(), content[0]);
          }
        }
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}

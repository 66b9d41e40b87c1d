package io.margay.shell.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.felix.service.command.CommandProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of the shell socket, with three threads that end with it: one reads, so that an
 * interrupt is heard while a command runs; one runs the commands; one writes.
 *
 * <p>A client whose first byte is 1 speaks the framed protocol of {@link FramedConsole}, and has
 * gone when its input ends. Any other client is a person at a plain text connection: each line is a
 * command, byte 3 (Ctrl-C) ends the running one, and commands sent before the input ended still get
 * {@value #GRACE_MILLIS} ms, so that {@code echo lb | socat - UNIX-CONNECT:shell.sock} works.
 */
final class ShellConnection {
  private static final Logger LOG = LoggerFactory.getLogger("margay.shell");
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final int FRAMED = 1;
  private static final int MAX_WAITING_COMMANDS = 64;
  private static final long GRACE_MILLIS = 5_000;

  private final SocketChannel channel;
  private final CommandProcessor processor;
  private final CommandGuide guide;
  private final Consumer<ShellConnection> onClosed;
  private final OutputQueue queue;
  private final BlockingQueue<Optional<String>> commands =
      new ArrayBlockingQueue<>(MAX_WAITING_COMMANDS);
  private final String name = "margay-shell-" + NUMBER.incrementAndGet();
  private final Thread writer;

  /** Set before the runner is interrupted, as the running command may use that interrupt up. */
  private volatile boolean ended;

  ShellConnection(
      SocketChannel channel,
      CommandProcessor processor,
      CommandGuide guide,
      Consumer<ShellConnection> onClosed) {
    this.channel = channel;
    this.processor = processor;
    this.guide = guide;
    this.onClosed = onClosed;
    this.queue = new OutputQueue(channel);
    this.writer = thread("write", this::write);
  }

  void start() {
    writer.start();
    thread("read", this::read).start();
  }

  /** Ends the connection at once; a running command is interrupted. */
  void close() {
    queue.close();
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing {}: {}", name, e.getMessage());
    }
  }

  private Thread thread(String purpose, Runnable work) {
    Thread thread = new Thread(work, name + "-" + purpose);
    thread.setDaemon(true);
    return thread;
  }

  private void write() {
    try {
      queue.drain();
    } catch (IOException e) {
      LOG.debug("{} has gone: {}", name, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void read() {
    try (PushbackInputStream in = new PushbackInputStream(Channels.newInputStream(channel))) {
      PlainConsole plain = new PlainConsole(queue);
      plain.greet();
      int first = in.read();
      if (first == FRAMED) {
        queue.send(new byte[] {FRAMED});
        FramedConsole framed = new FramedConsole(queue);
        DataInputStream frames = new DataInputStream(in);
        converse(framed, onInterrupt -> () -> framed.nextCommand(frames, onInterrupt), 0);
      } else if (first >= 0) {
        in.unread(first);
        converse(plain, onInterrupt -> new CommandReader(in, onInterrupt)::next, GRACE_MILLIS);
      }
    } catch (IOException e) {
      LOG.debug("{} has gone: {}", name, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
      onClosed.accept(this);
    }
  }

  /** What a client sends; empty when nothing more comes. */
  private interface Commands {
    Optional<String> next() throws IOException;
  }

  /** Hands commands to the runner until the input ends, then gives it {@code graceMillis} more. */
  private void converse(
      ClientConsole console, Function<Runnable, Commands> client, long graceMillis)
      throws IOException, InterruptedException {
    try (CommandRunner runner = new CommandRunner(processor, guide, console)) {
      Thread running = thread("run", () -> runAll(runner));
      running.start();
      try {
        Commands sent = client.apply(runner::interrupt);
        Optional<String> command = sent.next();
        while (command.isPresent() && !isExit(command.get())) {
          commands.put(command);
          command = sent.next();
        }
        if (graceMillis > 0) {
          commands.put(Optional.empty());
          running.join(graceMillis);
          writer.join(graceMillis);
        }
      } finally {
        ended = true;
        running.interrupt();
      }
    }
  }

  private void runAll(CommandRunner runner) {
    try {
      Optional<String> command = commands.take();
      while (command.isPresent() && !ended) {
        runner.run(command.get());
        command = ended ? Optional.empty() : commands.take();
      }
      queue.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("{} has gone: {}", name, e.getMessage());
    }
  }

  private static boolean isExit(String command) {
    return command.equals("exit") || command.equals("quit") || command.equals("logout");
  }
}

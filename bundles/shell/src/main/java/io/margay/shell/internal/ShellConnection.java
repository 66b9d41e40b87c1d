package io.margay.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.felix.service.command.CommandProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of the shell socket, with three threads that end with it: one reads, so that an
 * interrupt is heard while a command runs; one runs the commands; one writes.
 *
 * <p>A client whose first byte is 1 speaks the framed protocol of {@link FramedOutput}: its
 * commands end with a zero byte, and it has gone when its input ends. Any other client is a person
 * at a plain text connection: each line is a command, and commands sent before the input ended
 * still get {@value #GRACE_MILLIS} ms, so that {@code echo lb | socat - UNIX-CONNECT:shell.sock}
 * works. In both, byte 3 (Ctrl-C) ends the running command.
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
      PlainOutput plain = new PlainOutput(queue);
      plain.greet();
      int first = in.read();
      if (first == FRAMED) {
        queue.send(new byte[] {FRAMED});
        converse(in, 0, new FramedOutput(queue), 0);
      } else if (first >= 0) {
        in.unread(first);
        converse(in, '\n', plain, GRACE_MILLIS);
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

  /** Hands commands to the runner until the input ends, then gives it {@code graceMillis} more. */
  private void converse(InputStream in, int terminator, ClientOutput output, long graceMillis)
      throws IOException, InterruptedException {
    try (CommandRunner runner = new CommandRunner(processor, guide, output)) {
      Thread running = thread("run", () -> runAll(runner));
      running.start();
      try {
        CommandReader reader = new CommandReader(in, terminator, runner::interrupt);
        Optional<String> command = reader.next();
        while (command.isPresent() && !isExit(command.get())) {
          commands.put(command);
          command = reader.next();
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

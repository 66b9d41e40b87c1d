package io.margay.push.redis.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import io.margay.push.SecretFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One connection to a Redis server. A batch is one pipeline: all commands are sent before the first
 * answer is read, one {@code ZADD} for each device. Members that are there already stay single.
 */
final class RedisChannel implements PushChannel {
  /** What a set of this kind will not take tomorrow either; all else may pass. */
  private static final Set<String> FINAL_ERRORS = Set.of("WRONGTYPE", "ERR");

  private static final int BUFFER_BYTES = 1 << 16;

  private final RedisServer server;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private RedisChannel(RedisServer server, Socket socket) throws IOException {
    this.server = server;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
  }

  /**
   * Connects, logs in and chooses the database.
   *
   * @throws PushException when the server is not there or refuses us
   */
  static RedisChannel open(RedisServer server, SecretFiles secrets, Deadline deadline)
      throws PushException {
    List<Command> greeting = new ArrayList<>();
    String password =
        server.passwordSecret().isEmpty() ? "" : secrets.read(server.passwordSecret());
    if (!server.passwordSecret().isEmpty()) {
      Command login = Command.of("AUTH");
      if (!server.userName().isEmpty()) {
        login.add(server.userName());
      }
      greeting.add(login.add(password));
    }
    greeting.add(Command.of("SELECT", Integer.toString(server.db())));

    Socket socket = interruptibleSocket();
    try {
      socket.connect(new InetSocketAddress(server.host(), server.port()), millis(deadline));
      socket.setTcpNoDelay(true);
      RedisChannel channel = new RedisChannel(server, socket);
      for (Reply reply : channel.exchange(greeting, deadline)) {
        if (reply instanceof Reply.Refused refused) {
          throw PushException.unreachable(server + ": " + without(password, refused.message()));
        }
      }
      return channel;
    } catch (IOException e) {
      close(socket);
      throw PushException.unreachable("%s is not there: %s".formatted(server, e), e);
    } catch (PushException e) {
      close(socket);
      throw e;
    }
  }

  /** A server quotes the arguments of a command that it does not know. */
  private static String without(String password, String message) {
    return password.isEmpty() ? message : message.replace(password, "…");
  }

  /** A plain socket ignores the interrupt that tells that the time is over. */
  private static Socket interruptibleSocket() throws PushException {
    try {
      return SocketChannel.open().socket();
    } catch (IOException e) {
      throw PushException.unreachable("no socket can be had: " + e, e);
    }
  }

  @Override
  public void deliver(List<PushRecord> batch, Deadline deadline) throws PushException {
    List<Reply> replies;
    try {
      replies = exchange(commands(batch), deadline);
    } catch (IOException e) {
      throw PushException.unreachable("%s: %s".formatted(server, e), e);
    }
    List<Reply.Refused> refusals =
        replies.stream()
            .filter(Reply.Refused.class::isInstance)
            .map(Reply.Refused.class::cast)
            .toList();
    if (refusals.isEmpty()) {
      return;
    }
    for (Reply.Refused refused : refusals) {
      if (!FINAL_ERRORS.contains(refused.kind())) {
        throw PushException.unreachable("%s: %s".formatted(server, refused.message()));
      }
    }
    throw PushException.rejected("%s: %s".formatted(server, refusals.get(0).message()));
  }

  private static List<Command> commands(List<PushRecord> batch) {
    IdentityHashMap<PushSettings, SetForm> forms = new IdentityHashMap<>();
    Map<String, Command> additions = new LinkedHashMap<>();
    Map<String, Command> trims = new LinkedHashMap<>();
    for (PushRecord sent : batch) {
      SetForm form =
          forms.computeIfAbsent(sent.settings(), settings -> SetForm.read(settings, problem -> {}));
      String key = form.key(sent);
      additions
          .computeIfAbsent(key, absent -> Command.of("ZADD", absent))
          .add(Long.toString(sent.sample().time().toEpochMilli()))
          .add(form.member(sent));
      if (form.maxEntries() > 0) {
        trims.computeIfAbsent(
            key,
            absent ->
                Command.of("ZREMRANGEBYRANK", absent, "0", Long.toString(-form.maxEntries() - 1)));
      }
    }
    List<Command> commands = new ArrayList<>(additions.values());
    commands.addAll(trims.values());
    return commands;
  }

  private List<Reply> exchange(List<Command> commands, Deadline deadline) throws IOException {
    for (Command command : commands) {
      command.writeTo(out);
    }
    out.flush();
    List<Reply> replies = new ArrayList<>(commands.size());
    while (replies.size() < commands.size()) {
      socket.setSoTimeout(millis(deadline));
      replies.add(Reply.read(in));
    }
    return replies;
  }

  /** What is left of the time; at least 1, as 0 means for ever. */
  private static int millis(Deadline deadline) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, deadline.remainingMillis()));
  }

  @Override
  public void close() {
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone in any case.
    }
  }
}

package io.margay.bus.internal.access;

import io.margay.bus.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whom the files of users and rules, or a certificate, say.
 *
 * <ul>
 *   <li>A certificate that TLS has verified names the user when so configured.
 *   <li>A name with a password is looked up among the users. Who fails five times waits, and so
 *       does an address from which fifty failed.
 *   <li>Who has no name, or one that nobody can verify, is let in from this machine if that is
 *       allowed, and has the rules of the anonymous.
 * </ul>
 *
 * A file that was never right lets nobody in. Files that change hold for connected clients too.
 */
public final class AccessControl implements Gatehouse {
  private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);
  private static final int FREE_OF_A_USER = 5;
  private static final int FREE_OF_AN_ADDRESS = 50;

  private final AccessSettings settings;
  private final Executor worker;
  private final Optional<Watched<Users>> users;
  private final Optional<Watched<AccessList>> acl;
  private final BackOff usersFailures;
  private final BackOff addressFailures;
  private final AtomicLong refused = new AtomicLong();

  /**
   * Reads the files for the first time.
   *
   * @param worker compares passwords and reads files; it may refuse work when it has too much
   */
  public AccessControl(AccessSettings settings, Executor worker, LongSupplier nanoTime) {
    this.settings = settings;
    this.worker = worker;
    this.users = settings.users().map(AccessControl::users);
    this.acl = settings.acl().map(AccessControl::acl);
    this.usersFailures = new BackOff(FREE_OF_A_USER, nanoTime);
    this.addressFailures = new BackOff(FREE_OF_AN_ADDRESS, nanoTime);
  }

  private static Watched<Users> users(Path file) {
    return new Watched<>(
        List.of(file), "nobody can log in with a password until it is right", () -> load(file));
  }

  private static Users load(Path file) throws IOException {
    Users users = Users.parse(TextFile.readSecret(file));
    if (!users.weak().isEmpty()) {
      LOG.warn(
          "{}: the passwords of {} are kept in the weak form $6$; make new ones with bus:passwd",
          file,
          users.weak());
    }
    return users;
  }

  private static Watched<AccessList> acl(Path file) {
    return new Watched<>(
        List.of(file),
        "nobody is let in until it is right",
        () -> AccessList.parse(TextFile.read(file)));
  }

  /** Looks whether the files have changed; called about once a second, by one thread. */
  public void look() {
    users.ifPresent(file -> file.look(worker));
    acl.ifPresent(file -> file.look(worker));
  }

  /** How many were not let in. */
  public long refused() {
    return refused.get();
  }

  /** How many users there are. */
  public int users() {
    return users.flatMap(Watched::current).map(Users::size).orElse(0);
  }

  /** What is wrong with the files at the moment. */
  public List<String> mistakes() {
    return Stream.concat(users.stream(), acl.stream()).flatMap(f -> f.mistake().stream()).toList();
  }

  @Override
  public Gatekeeper gatekeeper(Visitor visitor) {
    return credentials ->
        judge(visitor, credentials)
            .whenComplete(
                (admission, failure) -> {
                  if (!(admission instanceof Admission.Granted)) {
                    refused.incrementAndGet();
                  }
                });
  }

  private CompletionStage<Admission> judge(Visitor visitor, Credentials credentials) {
    if (acl.isPresent() && acl.flatMap(Watched::current).isEmpty()) {
      return done(new Admission.Refused(false, "the ACL file has a mistake"));
    }
    X509Certificate certificate = credentials.certificate();
    if (certificate != null && settings.nameFromCertificate()) {
      return done(
          CommonName.of(certificate)
              .<Admission>map(name -> granted(name, credentials, false))
              .orElseGet(
                  () -> new Admission.Refused(true, "its certificate has no common name (CN)")));
    }
    String user = credentials.user();
    if (user != null && users.isPresent()) {
      return login(visitor, user, credentials);
    }
    if (certificate != null || (visitor.sameMachine() && settings.letsAnonymousIn())) {
      return done(granted(null, credentials, false));
    }
    return done(new Admission.Refused(users.isPresent(), "it did not log in"));
  }

  private static CompletionStage<Admission> done(Admission admission) {
    return CompletableFuture.completedFuture(admission);
  }

  private CompletionStage<Admission> login(Visitor visitor, String user, Credentials credentials) {
    String both = visitor.address() + " " + user;
    if (usersFailures.mustWait(both) || addressFailures.mustWait(visitor.address())) {
      return done(new Admission.Refused(true, "too many wrong passwords, it must wait"));
    }
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            if (isRight(user, credentials.password())) {
              usersFailures.succeeded(both);
              return granted(user, credentials, true);
            }
            usersFailures.failed(both);
            addressFailures.failed(visitor.address());
            return new Admission.Refused(true, "wrong user name or password");
          },
          worker);
    } catch (RejectedExecutionException tooMany) {
      return done(new Admission.Refused(false, "too many log in at the same time"));
    }
  }

  private boolean isRight(String user, @Nullable Payload password) {
    byte[] bytes = password == null ? new byte[0] : bytes(password);
    return users.flatMap(Watched::current).filter(all -> all.matches(user, bytes)).isPresent();
  }

  private static byte[] bytes(Payload password) {
    ByteBuffer content = password.asByteBuffer();
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    return bytes;
  }

  private Admission.Granted granted(
      @Nullable String user, Credentials credentials, boolean byPassword) {
    LivePermissions permissions =
        new LivePermissions(
            user, credentials.clientId(), byPassword ? users : Optional.empty(), acl);
    return new Admission.Granted(user == null ? "" : user, permissions);
  }
}

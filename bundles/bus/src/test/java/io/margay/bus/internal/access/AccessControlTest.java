package io.margay.bus.internal.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessControlTest {
  private static final Visitor NEAR = new Visitor("127.0.0.1", true);
  private static final Visitor FAR = new Visitor("192.0.2.1", false);
  private static final String HMI =
      "hmi:" + PasswordHash.of("secret".getBytes(UTF_8), 10, new SecureRandom()).text() + "\n";

  @TempDir Path conf;
  private long now;
  private Executor worker = Runnable::run;

  @Test
  void withoutUsersThisMachineIsLetInAndNobodyElse() {
    AccessControl access = access(false, false);

    assertThat(name(ask(access, NEAR, null, null))).isEmpty();
    assertThat(name(ask(access, NEAR, "anything", "goes"))).isEmpty();
    assertThat(ask(access, FAR, null, null)).isInstanceOf(Admission.Refused.class);
  }

  @Test
  void withUsersEverybodyMustLogIn() throws IOException {
    write("users", HMI);
    AccessControl access = access(true, false);

    assertThat(name(ask(access, FAR, "hmi", "secret"))).isEqualTo("hmi");
    assertThat(name(ask(access, NEAR, "hmi", "secret"))).isEqualTo("hmi");
    assertThat(refusal(ask(access, NEAR, "hmi", "Secret")).badCredentials()).isTrue();
    assertThat(refusal(ask(access, NEAR, "mary", "secret")).badCredentials()).isTrue();
    assertThat(refusal(ask(access, NEAR, "hmi", null)).badCredentials()).isTrue();
    assertThat(refusal(ask(access, NEAR, null, null)).badCredentials()).isTrue();
    assertThat(access.refused()).isEqualTo(4);
    assertThat(access.users()).isEqualTo(1);
  }

  @Test
  void theAnonymousAreLetInFromThisMachineOnlyWhereThatIsSaid() throws IOException {
    write("users", HMI);
    AccessControl access =
        new AccessControl(
            new AccessSettings(
                Optional.of(conf.resolve("users")),
                Optional.empty(),
                AccessSettings.Anonymous.YES,
                true),
            worker,
            () -> now);

    assertThat(name(ask(access, NEAR, null, null))).isEmpty();
    assertThat(ask(access, FAR, null, null)).isInstanceOf(Admission.Refused.class);
    assertThat(ask(access, NEAR, "hmi", "wrong")).isInstanceOf(Admission.Refused.class);
  }

  @Test
  void whoGuessesMustWaitAndTheOthersNot() throws IOException {
    write("users", HMI);
    AccessControl access = access(true, false);
    for (int i = 0; i < 5; i++) {
      ask(access, FAR, "hmi", "wrong");
    }

    assertThat(refusal(ask(access, FAR, "hmi", "secret")).reason()).contains("must wait");
    assertThat(name(ask(access, NEAR, "hmi", "secret"))).isEqualTo("hmi");

    now += Duration.ofSeconds(2).toNanos();
    assertThat(name(ask(access, FAR, "hmi", "secret"))).isEqualTo("hmi");
  }

  @Test
  void whoTriesManyNamesMustWaitToo() throws IOException {
    write("users", HMI);
    AccessControl access = access(true, false);
    for (int i = 0; i < 50; i++) {
      ask(access, FAR, "user" + i, "wrong");
    }

    assertThat(refusal(ask(access, FAR, "hmi", "secret")).reason()).contains("must wait");
  }

  @Test
  void tooManyLoginsAtOnceAreRefusedAndNotQueued() throws IOException {
    write("users", HMI);
    worker =
        work -> {
          throw new RejectedExecutionException();
        };

    Admission admission = ask(access(true, false), FAR, "hmi", "secret");

    assertThat(refusal(admission).badCredentials()).isFalse();
  }

  @Test
  void anAclHoldsForTheAnonymousAndForUsers() throws IOException {
    write("users", HMI);
    write("acl", "topic read a\nuser hmi\ntopic b\n");

    Permissions hmi = permissions(ask(access(true, true), FAR, "hmi", "secret"));
    Permissions nobody = permissions(ask(access(false, true), NEAR, "hmi", "unverified"));

    assertThat(hmi.mayPublish("b")).isTrue();
    assertThat(hmi.mayReceive("a")).isFalse();
    assertThat(nobody.mayReceive("a")).isTrue();
    assertThat(nobody.mayPublish("b")).isFalse();
  }

  @Test
  void anAclThatChangesHoldsForWhoIsConnected() throws IOException {
    write("acl", "topic read a\n");
    AccessControl access = access(false, true);
    Permissions permissions = permissions(ask(access, NEAR, null, null));

    write("acl", "topic read bb\n");
    lookUntilAtRest(access);

    assertThat(permissions.mayReceive("a")).isFalse();
    assertThat(permissions.mayReceive("bb")).isTrue();
  }

  @Test
  void anAclWithAMistakeLeavesTheEarlierOneInForce() throws IOException {
    write("acl", "topic read a\n");
    AccessControl access = access(false, true);
    Permissions permissions = permissions(ask(access, NEAR, null, null));

    write("acl", "topic read bb\ntopik\n");
    lookUntilAtRest(access);

    assertThat(permissions.mayReceive("a")).isTrue();
    assertThat(permissions.mayReceive("bb")).isFalse();
    assertThat(access.mistakes())
        .containsExactly(
            conf.resolve("acl")
                + ": line 2: found \"topik\", expected user, topic, pattern or a comment");

    write("acl", "topic read bb\n# now right\n");
    lookUntilAtRest(access);

    assertThat(permissions.mayReceive("bb")).isTrue();
    assertThat(access.mistakes()).isEmpty();
  }

  @Test
  void anAclThatWasNeverRightLetsNobodyIn() throws IOException {
    AccessControl access = access(false, true);
    assertThat(access.mistakes()).containsExactly(conf.resolve("acl") + " is missing");

    assertThat(refusal(ask(access, NEAR, null, null)).badCredentials()).isFalse();

    write("acl", "topic a\n");
    lookUntilAtRest(access);
    assertThat(name(ask(access, NEAR, null, null))).isEmpty();
  }

  @Test
  void aUserWhoIsTakenOutMayDoNothingAnyMore() throws IOException {
    write("users", HMI);
    AccessControl access = access(true, false);
    Permissions permissions = permissions(ask(access, FAR, "hmi", "secret"));
    assertThat(permissions.mayPublish("a")).isTrue();

    write("users", "# nobody\n");
    lookUntilAtRest(access);

    assertThat(permissions.mayPublish("a")).isFalse();
    assertThat(ask(access, FAR, "hmi", "secret")).isInstanceOf(Admission.Refused.class);
  }

  @Test
  void aFileIsReadOnlyOnceItRests() throws IOException {
    write("acl", "topic read a\n");
    AccessControl access = access(false, true);
    Permissions permissions = permissions(ask(access, NEAR, null, null));

    write("acl", "topic read a\ntopic read b\n");
    access.look();
    write("acl", "topic read a\ntopic read b\ntopic read c\n");
    access.look();
    assertThat(permissions.mayReceive("b")).isFalse();

    access.look();
    assertThat(permissions.mayReceive("c")).isTrue();
  }

  private AccessControl access(boolean users, boolean acl) {
    return new AccessControl(
        new AccessSettings(
            Optional.of(conf.resolve("users")).filter(path -> users),
            Optional.of(conf.resolve("acl")).filter(path -> acl),
            AccessSettings.Anonymous.AUTO,
            true),
        worker,
        () -> now);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(conf.resolve(name), text);
  }

  private static void lookUntilAtRest(AccessControl access) {
    access.look();
    access.look();
  }

  private static Admission ask(
      AccessControl access, Visitor visitor, @Nullable String user, @Nullable String password) {
    Credentials credentials =
        new Credentials("c1", user, password == null ? null : Payload.of(password), null);
    return access.gatekeeper(visitor).admit(credentials).toCompletableFuture().join();
  }

  private static String name(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Granted.class);
    return ((Admission.Granted) admission).name();
  }

  private static Permissions permissions(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Granted.class);
    return ((Admission.Granted) admission).permissions();
  }

  private static Admission.Refused refusal(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Refused.class);
    return (Admission.Refused) admission;
  }
}

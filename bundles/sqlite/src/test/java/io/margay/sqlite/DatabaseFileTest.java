package io.margay.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;

@Timeout(60)
class DatabaseFileTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
  private static final Schema SECOND =
      new Schema(
          List.of(
              Notes.FIRST.steps().get(0),
              List.of(
                  "ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'white'",
                  "UPDATE note SET text = upper(text)")));

  @TempDir Path folder;

  @Test
  void itsDirectoryIsMadeAndClosedToOthers() throws Exception {
    Notes.open(path()).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path().getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void anOlderFileIsMigratedStepByStep() {
    try (Notes old = Notes.open(path())) {
      old.writer.call(session -> session.add("bread"));
    }

    try (Notes now = new Notes(path(), 16, SECOND, 10, NOON)) {
      assertThat(now.texts()).containsExactly("BREAD");
      now.writer.call(session -> session.add("milk"));
      assertThat(now.texts()).containsExactly("BREAD", "milk");
    }
  }

  @Test
  void aMigrationThatFailsHalfWayChangesNothing() {
    try (Notes old = Notes.open(path())) {
      old.writer.call(session -> session.add("bread"));
    }
    Schema broken =
        new Schema(
            List.of(
                SECOND.steps().get(0),
                SECOND.steps().get(1),
                List.of("ALTER TABLE nothing ADD COLUMN x")));

    try (Notes now = new Notes(path(), 16, broken, 10, NOON)) {
      assertThat(now.heard).containsExactly("failed: OTHER");
    }
    try (Notes old = Notes.open(path())) {
      assertThat(old.texts()).containsExactly("bread");
    }
  }

  @Test
  void aNewerFileIsRefusedAndLeftAlone() throws Exception {
    new Notes(path(), 16, SECOND, 10, NOON).close();
    byte[] before = Files.readAllBytes(path());

    try (Notes old = Notes.open(path())) {
      DatabaseException refusal =
          catchThrowableOfType(
              DatabaseException.class, () -> old.writer.call(session -> session.add("a")));

      assertThat(refusal)
          .hasMessage(
              path()
                  + " has tables of version 2 and this Margay knows 1. Install the Margay that"
                  + " wrote it, or move the file away to begin anew");
      assertThat(refusal.failure()).isEqualTo(Failure.NEWER);
      assertThat(catchThrowableOfType(DatabaseException.class, old::texts).failure())
          .isEqualTo(Failure.NEWER);
    }
    assertThat(Files.readAllBytes(path())).isEqualTo(before);
  }

  @Test
  void aFileThatIsNoDatabaseIsSetAsideAndReported() throws Exception {
    Files.createDirectories(path().getParent());
    Files.writeString(path(), "not a database at all; ".repeat(500));

    try (Notes notes = new Notes(path(), 16, Notes.FIRST, 10, NOON)) {
      assertThat(notes.heard)
          .containsExactly("set aside as notes.db.corrupt-20261122T120000Z", "opened");
      notes.writer.call(session -> session.add("a"));
      assertThat(notes.texts()).containsExactly("a");
    }
    assertThat(path().resolveSibling("notes.db.corrupt-20261122T120000Z"))
        .content()
        .startsWith("not a database");
  }

  @Test
  void aDamagedFileIsSetAsideAtTheNextStart() throws Exception {
    try (Notes notes = Notes.open(path())) {
      for (int i = 0; i < 100; i++) {
        String text = "note " + i + " " + "x".repeat(500);
        notes.writer.call(session -> session.add(text));
      }
    }
    damage(path());

    try (Notes again = new Notes(path(), 16, Notes.FIRST, 10, NOON)) {
      assertThat(again.heard).first().asString().startsWith("set aside as");
      assertThat(again.texts()).isEmpty();
    }
  }

  @Test
  void aFullFileMakesRoomOnceAndThenRefusesAndGoesOnReading() {
    try (Notes notes = new Notes(path(), 1, Notes.FIRST, 10, NOON)) {
      notes.writer.call(session -> session.add("spare" + "x".repeat(200_000)));
      int kept = 0;
      DatabaseException full = null;
      while (full == null) {
        String text = kept + "x".repeat(20_000);
        try {
          notes.writer.call(session -> session.add(text));
          kept++;
        } catch (DatabaseException e) {
          full = e;
        }
      }

      assertThat(full.failure()).isEqualTo(Failure.FULL);
      assertThat(full)
          .hasMessageContaining("the disk is full, or the file has reached its largest size");
      assertThat(notes.heard).containsExactly("opened", "failed: FULL");
      assertThat(notes.texts()).hasSize(kept).noneMatch(text -> text.startsWith("spare"));
    }
  }

  @Test
  void aFileThatAnotherProcessHoldsIsBusyNotBroken() throws Exception {
    Notes.open(path()).close();
    try (Connection other = new SQLiteConfig().createConnection("jdbc:sqlite:" + path());
        Statement statement = other.createStatement();
        Notes notes = Notes.open(path())) {
      statement.execute("BEGIN IMMEDIATE");

      DatabaseException refusal =
          catchThrowableOfType(
              DatabaseException.class, () -> notes.writer.call(session -> session.add("a")));
      statement.execute("ROLLBACK");

      assertThat(refusal.failure()).isEqualTo(Failure.BUSY);
      notes.writer.call(session -> session.add("b"));
      assertThat(notes.texts()).containsExactly("b");
      assertThat(notes.heard).containsExactly("opened", "failed: BUSY", "recovered");
    }
  }

  @Test
  void whereThereIsNoPlaceItIsOpenedAsSoonAsThereIs() throws Exception {
    Files.createFile(path().getParent());
    AtomicReference<Instant> now = new AtomicReference<>(NOON.instant());
    try (Notes notes = new Notes(path(), 16, Notes.FIRST, 10, following(now))) {
      assertThat(notes.heard).containsExactly("failed: IO");
      assertThat(notes.texts()).isEmpty();

      Files.delete(path().getParent());
      now.set(now.get().plusSeconds(3));
      notes.writer.call(session -> session.add("a"));

      assertThat(notes.heard).containsExactly("failed: IO", "recovered", "opened");
      assertThat(notes.texts()).containsExactly("a");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Linux/x86_64",
        "Linux/aarch64",
        "Linux/armv7",
        "Linux-Musl/x86_64",
        "Linux-Musl/aarch64"
      })
  void theBundleHoldsTheNativeCodeOf(String machine) throws Exception {
    assertThat(bundle().resolve("org/sqlite/native/" + machine + "/libsqlitejdbc.so"))
        .isNotEmptyFile();
  }

  @Test
  void theBundleKnowsTheVersionThatNativeCodeIsUnpackedUnder() throws Exception {
    assertThat(bundle().resolve("META-INF/maven/org.xerial/sqlite-jdbc/pom.properties"))
        .content()
        .contains(SQLiteJDBCLoader.getVersion());
  }

  /** What the bundle's jar is made of; the class path of the tests holds the published jar too. */
  private static Path bundle() throws URISyntaxException {
    return Path.of(DatabaseFile.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void damage(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      for (long at = 4096; at < bytes.length(); at += 4096) {
        bytes.seek(at);
        bytes.write(new byte[64]);
      }
    }
  }

  private static Clock following(AtomicReference<Instant> now) {
    return new Clock() {
      @Override
      public Instant instant() {
        return now.get();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  private Path path() {
    return folder.resolve("data").resolve("notes.db");
  }
}

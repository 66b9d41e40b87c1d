package io.margay.driver.modbus.internal;

import static io.margay.driver.modbus.internal.Specs.holdingRegisters;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.WriteResult;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FaultyDeviceTest {
  private static final Map<String, Object> QUICK = Map.of("timeout", 400);

  /** Time enough for the first bytes of an answer that is never whole. */
  private static final Map<String, Object> BRIEF = Map.of("timeout", 3_000);

  private static final Map<String, Object> PATIENT = Map.of("timeout", 60_000);

  private final ModbusDriver driver = new ModbusDriver();

  @AfterEach
  void stop() {
    driver.deactivate();
  }

  @Test
  void aRegisterHoleMakesOnlyItsOwnPropertyBad() throws Exception {
    try (FakeSlave slave = new FakeSlave(FakeSlave.withHole(3, 3))) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0, 1, 2, 3, 4, 5, 6, 7));

      assertThat(conversation.read())
          .containsEntry("p3", "BAD exception 2 (illegal data address)")
          .containsEntry("p2", 2L)
          .containsEntry("p4", 4L)
          .containsEntry("p7", 7L)
          .hasSize(8);
    }
  }

  @Test
  void theNextReadGoesRightToTheSplitRequests() throws Exception {
    try (FakeSlave slave = new FakeSlave(FakeSlave.withHole(3, 3))) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0, 1, 2, 3, 4, 5, 6, 7));
      conversation.read();
      int asked = slave.requests().size();

      Map<String, Object> answers = conversation.read();

      assertThat(answers).containsEntry("p3", "BAD exception 2 (illegal data address)").hasSize(8);
      assertThat(slave.requests().subList(asked, slave.requests().size()))
          .containsExactly(
              "unit 1 fc 3 0+2", "unit 1 fc 3 2+1", "unit 1 fc 3 3+1", "unit 1 fc 3 4+4");
    }
  }

  @Test
  void aDeviceThatRefusedEverythingWhileItStartedIsReadInOnePieceAgain() throws Exception {
    AtomicBoolean starting = new AtomicBoolean(true);
    try (FakeSlave slave =
        new FakeSlave(
            request ->
                starting.get() ? FakeSlave.exception(request, 4) : FakeSlave.good(request))) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0, 1, 2, 3));
      assertThat(conversation.read()).containsEntry("p2", "BAD exception 4 (device failure)");
      starting.set(false);
      assertThat(conversation.read()).containsEntry("p2", 2L);
      int asked = slave.requests().size();

      assertThat(conversation.read()).containsEntry("p2", 2L);
      assertThat(conversation.replanned().read()).containsEntry("p2", 2L);

      assertThat(slave.requests().subList(asked, slave.requests().size()))
          .containsExactly("unit 1 fc 3 0+4", "unit 1 fc 3 0+4");
    }
  }

  @Test
  void aHoleBetweenPropertiesCostsNoneOfThem() throws Exception {
    try (FakeSlave slave = new FakeSlave(FakeSlave.withHole(10, 19))) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0, 40));

      assertThat(conversation.read()).containsEntry("p0", 0L).containsEntry("p1", 40L);
      conversation.read();
      assertThat(slave.requests())
          .containsExactly(
              "unit 1 fc 3 0+41",
              "unit 1 fc 3 0+1",
              "unit 1 fc 3 40+1",
              "unit 1 fc 3 0+1",
              "unit 1 fc 3 40+1");
    }
  }

  @Test
  void whatWasLearntOfHolesIsForgottenWithTheSession() throws Exception {
    try (FakeSlave slave = new FakeSlave(FakeSlave.withHole(10, 19))) {
      Conversation first = open(slave, PATIENT, holdingRegisters(0, 40));
      first.read();
      first.session.close();

      open(slave, PATIENT, holdingRegisters(0, 40)).read();

      assertThat(slave.requests().get(3)).isEqualTo("unit 1 fc 3 0+41");
    }
  }

  @Test
  void anExceptionThatSplittingCannotCureIsNotSplit() throws Exception {
    try (FakeSlave slave = new FakeSlave(request -> FakeSlave.exception(request, 6))) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0, 1));

      assertThat(conversation.read())
          .containsEntry("p0", "BAD exception 6 (device busy)")
          .containsEntry("p1", "BAD exception 6 (device busy)");
      assertThat(slave.requests()).hasSize(1);
    }
  }

  @Test
  void aGatewayThatCannotReachTheUnitIsAskedOnlyOnce() throws Exception {
    try (FakeSlave slave = new FakeSlave(request -> FakeSlave.exception(request, 11))) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0, 1000, 2000));

      assertThat(conversation.read())
          .hasSize(3)
          .containsEntry("p2", "BAD exception 11 (gateway got no answer from the unit)");
      assertThat(slave.requests()).hasSize(1);
    }
  }

  @Test
  void silenceBreaksTheConversationWithinTheTimeout() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (FakeSlave slave =
        new FakeSlave(
            request -> {
              asked.countDown();
              return null;
            })) {
      Conversation conversation = open(slave, QUICK, holdingRegisters(0));

      assertThatThrownBy(conversation::read)
          .isInstanceOf(DriverException.class)
          .hasMessage("no answer from unit 1 within 400 ms");
      await(asked);
      assertThat(slave.requests()).hasSize(1);
    }
  }

  @Test
  void theDeadlineEndsAWaitBeforeTheTimeoutDoes() throws Exception {
    try (FakeSlave slave = new FakeSlave(request -> null)) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0));
      long start = System.nanoTime();

      assertThatThrownBy(() -> conversation.read(Deadline.in(Duration.ofMillis(200))))
          .hasMessageStartingWith("no answer from unit 1 within ");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void anAnswerThatDripsInDoesNotOutliveTheTimeout() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (DrippingSlave slave = new DrippingSlave(over)) {
      Conversation conversation =
          new Conversation(Specs.device(slave.port(), BRIEF, holdingRegisters(0, 100)));

      assertThatThrownBy(conversation::read).hasMessageStartingWith("answer broke off after ");
    } finally {
      over.countDown();
    }
  }

  @Test
  void halfAFrameIsNotWaitedForBeyondTheTimeout() throws Exception {
    try (FakeSlave slave = new FakeSlave(request -> Arrays.copyOf(FakeSlave.good(request), 10))) {
      Conversation conversation = open(slave, BRIEF, holdingRegisters(0, 5));

      assertThatThrownBy(conversation::read)
          .isInstanceOf(DriverException.class)
          .hasMessage("answer broke off after 10 bytes");
    }
  }

  @Test
  void garbageIsNamed() throws Exception {
    try (FakeSlave slave =
        new FakeSlave(request -> "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8))) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0));

      assertThatThrownBy(conversation::read)
          .isInstanceOf(DriverException.class)
          .hasMessageStartingWith("answer is not Modbus");
    }
  }

  @Test
  void aLateAnswerIsNeverTakenForTheNextOne() throws Exception {
    CountDownLatch timedOut = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    try (FakeSlave slave =
        new FakeSlave(
            request -> {
              if (asked.getAndIncrement() == 0) {
                await(timedOut);
              }
              return FakeSlave.good(request);
            })) {
      Conversation first = open(slave, QUICK, holdingRegisters(7));
      assertThatThrownBy(first::read).hasMessageStartingWith("no answer");
      first.session.close();
      timedOut.countDown();

      Conversation second = open(slave, PATIENT, holdingRegisters(9));

      assertThat(second.read()).containsEntry("p0", 9L);
      assertThat(slave.connectionsAccepted()).isEqualTo(2);
    }
  }

  @Test
  void anAnswerToAnotherTransactionBreaksTheConversation() throws Exception {
    assertRefused(
        request ->
            FakeSlave.good(
                new FakeSlave.Request(
                    request.transaction() + 1,
                    request.unit(),
                    request.function(),
                    request.address(),
                    request.count())),
        "answer is not Modbus, or to another question: transaction 2 instead of 1");
  }

  @Test
  void anAnswerOfAnotherUnitBreaksTheConversation() throws Exception {
    assertRefused(
        request ->
            FakeSlave.good(
                new FakeSlave.Request(
                    request.transaction(),
                    9,
                    request.function(),
                    request.address(),
                    request.count())),
        "answer is not Modbus, or to another question: unit 9 instead of 1");
  }

  @Test
  void anAnswerToAnotherFunctionBreaksTheConversation() throws Exception {
    assertRefused(
        request -> FakeSlave.frame(request, 4, new byte[] {2, 0, 1}),
        "answer is not Modbus, or to another question: function 4 instead of 3");
  }

  @Test
  void anAnswerOfAnotherLengthBreaksTheConversation() throws Exception {
    assertRefused(
        request -> FakeSlave.frame(request, 3, new byte[] {4, 0, 1, 0, 2}),
        "answer is not Modbus, or to another question: length 5 instead of 3");
  }

  @Test
  void anotherProtocolIdentifierBreaksTheConversation() throws Exception {
    assertRefused(
        request -> ByteBuffer.wrap(FakeSlave.good(request)).putShort(2, (short) 1).array(),
        "answer is not Modbus, or to another question: protocol identifier 1 instead of 0");
  }

  @Test
  void aConnectionThatTheDeviceClosedWhenIdleIsMadeAgainUnseen() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (FakeSlave slave =
        new FakeSlave(
            request ->
                asked.incrementAndGet() == 2 ? FakeSlave.HANG_UP : FakeSlave.good(request))) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(5));
      conversation.read();

      assertThat(conversation.read()).containsEntry("p0", 5L);
      assertThat(slave.connectionsAccepted()).isEqualTo(2);
    }
  }

  @Test
  void aDeviceThatAlwaysHangsUpIsAskedTwiceAndNoMore() throws Exception {
    try (FakeSlave slave = new FakeSlave(request -> FakeSlave.HANG_UP)) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(5));

      assertThatThrownBy(conversation::read)
          .isInstanceOf(DriverException.class)
          .hasMessage("connection closed by the device");
      assertThat(slave.requests()).hasSize(2);
    }
  }

  @Test
  void nobodyListening() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0)) {
      port = taken.getLocalPort();
    }

    assertThatThrownBy(() -> new Conversation(Specs.device(port, PATIENT, holdingRegisters(0))))
        .isInstanceOf(DriverException.class)
        .hasMessage("connection refused by 127.0.0.1:" + port);
  }

  @Test
  void anInterruptEndsAWaitAtOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (FakeSlave slave =
        new FakeSlave(
            request -> {
              asked.countDown();
              return null;
            })) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0));
      CompletableFuture<Map<String, Object>> outcome = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  outcome.complete(conversation.read());
                } catch (DriverException e) {
                  outcome.completeExceptionally(e);
                }
              });
      reader.start();
      await(asked);

      reader.interrupt();

      assertThatThrownBy(() -> outcome.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasMessageEndingWith("interrupted");
    }
  }

  @Test
  void closingDoesNotWaitForARequestUnderWay() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (FakeSlave slave =
        new FakeSlave(
            request -> {
              asked.countDown();
              return null;
            })) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0));
      CompletableFuture<Void> outcome =
          CompletableFuture.runAsync(
              () -> {
                try {
                  conversation.read();
                } catch (DriverException e) {
                  throw new IllegalStateException(e);
                }
              });
      await(asked);

      conversation.session.close();

      assertThatThrownBy(() -> outcome.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void whenNoTimeIsLeftTheRestIsBadAndTheConversationGoesOn() throws Exception {
    try (FakeSlave slave = new FakeSlave(FakeSlave::good)) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0, 1000));
      Deadline passed = Deadline.in(Duration.ZERO);

      assertThat(conversation.read(passed)).containsEntry("p1", "BAD not asked: no time was left");
      assertThat(conversation.read()).containsEntry("p1", 1000L);
    }
  }

  @Test
  void whatCannotBeAnsweredInTimeIsNotAskedAndCostsNobodyTheConnection() throws Exception {
    try (FakeSlave slave = new FakeSlave(FakeSlave::good)) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0));
      Deadline passed = Deadline.in(Duration.ZERO);

      assertThatThrownBy(() -> conversation.session.probe(passed))
          .isInstanceOf(DriverException.class)
          .hasMessage("not asked: no time was left");

      assertThat(slave.requests()).isEmpty();
      assertThat(conversation.read()).containsEntry("p0", 0L);
      assertThat(slave.connectionsAccepted()).isEqualTo(1);
    }
  }

  @Test
  void unitsOfOneHostShareAConnectionUntilTheLastLetsGo() throws Exception {
    try (FakeSlave slave = new FakeSlave(FakeSlave::good)) {
      Conversation one = open(slave, Map.of("slaveID", 1), holdingRegisters(1));
      Conversation two = open(slave, Map.of("slaveID", 2), holdingRegisters(2));
      one.read();
      two.read();
      one.session.close();
      two.read();

      assertThat(slave.requests())
          .containsExactly("unit 1 fc 3 1+1", "unit 2 fc 3 2+1", "unit 2 fc 3 2+1");
      assertThat(slave.connectionsAccepted()).isEqualTo(1);

      two.session.close();
      two.session.close();
      assertThatThrownBy(two::read).isInstanceOf(DriverException.class).hasMessage("closed");
    }
  }

  @Test
  void aSilentUnitDoesNotSpoilTheOthersOfItsLink() throws Exception {
    try (FakeSlave slave =
        new FakeSlave(request -> request.unit() == 2 ? null : FakeSlave.good(request))) {
      Conversation one = open(slave, PATIENT, holdingRegisters(1));
      Conversation silent = open(slave, Map.of("slaveID", 2, "timeout", 400), holdingRegisters(1));

      assertThatThrownBy(silent::read).hasMessage("no answer from unit 2 within 400 ms");

      assertThat(one.read()).containsEntry("p0", 1L);
    }
  }

  @Test
  void aRefusedWriteFailsAloneAndTheOrderIsKept() throws Exception {
    try (FakeSlave slave =
        new FakeSlave(
            request ->
                request.address() == 1
                    ? FakeSlave.exception(request, 3)
                    : FakeSlave.good(request))) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0, 1, 2, 3));
      List<PropertySpec> properties = conversation.device.properties();

      List<WriteResult> results =
          conversation.session.write(
              List.of(
                  new PropertyWrite(properties.get(2), 5L),
                  new PropertyWrite(properties.get(1), 5L),
                  new PropertyWrite(properties.get(3), 70_000L),
                  new PropertyWrite(properties.get(0), 5L)),
              soon());

      assertThat(results)
          .containsExactly(
              WriteResult.DONE,
              WriteResult.failed("exception 3 (illegal data value)"),
              WriteResult.failed(
                  "70000 is outside 0 to 65535, which is what its registers can hold"),
              WriteResult.DONE);
      assertThat(slave.requests())
          .containsExactly("unit 1 fc 6 2+5", "unit 1 fc 6 1+5", "unit 1 fc 6 0+5");
    }
  }

  @Test
  void aDriverThatStopsLeavesNoConnection() throws Exception {
    try (FakeSlave slave = new FakeSlave(FakeSlave::good)) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(1));
      conversation.read();

      driver.deactivate();

      assertThatThrownBy(conversation::read).hasMessage("closed");
      conversation.session.close();
      assertThat(slave.connectionsAccepted()).isEqualTo(1);
    }
  }

  private void assertRefused(FakeSlave.Behaviour behaviour, String message) throws Exception {
    try (FakeSlave slave = new FakeSlave(behaviour)) {
      Conversation conversation = open(slave, PATIENT, holdingRegisters(0));

      assertThatThrownBy(conversation::read)
          .isInstanceOf(DriverException.class)
          .hasMessage(message);
    }
  }

  private Conversation open(
      FakeSlave slave, Map<String, Object> settings, List<PropertySpec> properties)
      throws DriverException {
    return new Conversation(Specs.device(slave.port(), settings, properties));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(60));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A session and its plan for all properties, as the engine would hold them. */
  private final class Conversation {
    private final DeviceSpec device;
    private final DeviceSession session;
    private final ReadPlan plan;

    Conversation(DeviceSpec device) throws DriverException {
      assertThat(driver.validate(device)).isEmpty();
      this.device = device;
      this.session = driver.open(device, DriverState.NONE, soon());
      this.plan = session.plan(device.properties());
    }

    private Conversation(Conversation before) {
      this.device = before.device;
      this.session = before.session;
      this.plan = session.plan(device.properties());
    }

    /** The same session with a plan of its own. */
    Conversation replanned() {
      return new Conversation(this);
    }

    Map<String, Object> read() throws DriverException {
      return read(soon());
    }

    Map<String, Object> read(Deadline deadline) throws DriverException {
      Answers answers = new Answers();
      session.read(plan, answers, deadline);
      return answers.byName();
    }
  }
}

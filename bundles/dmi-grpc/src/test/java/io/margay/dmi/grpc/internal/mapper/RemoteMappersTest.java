package io.margay.dmi.grpc.internal.mapper;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.margay.dmi.AccessMode;
import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceManager;
import io.margay.dmi.DeviceMapper;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.DeviceState;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.ProtocolConfig;
import io.margay.dmi.Sample;
import io.margay.dmi.SampleListener;
import io.margay.dmi.SampleListeners;
import io.margay.dmi.TwinProperty;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.DeviceHost;
import io.margay.dmi.grpc.internal.socket.DmiSocket;
import io.margay.dmi.grpc.internal.socket.Door;
import io.margay.dmi.grpc.internal.socket.LazyServer;
import io.margay.dmi.grpc.internal.wire.DeviceStatus;
import io.margay.dmi.grpc.internal.wire.MapperRegisterResponse;
import io.margay.dmi.grpc.internal.wire.ReportDeviceStatusRequest;
import io.margay.dmi.grpc.internal.wire.Twin;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node's side of DMI, through real sockets, against a mapper that answers on its own. */
class RemoteMappersTest implements DeviceManager, Registry, SampleListener {
  private static final NamespacedName PRESS = new NamespacedName("default", "press");
  private static final NamespacedName DRILL = new NamespacedName("default", "drill");

  /** So that what was refused is left alone for good. */
  private static final Clock STANDING_STILL = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private static final Status NO_PORT = Status.INVALID_ARGUMENT.withDescription("no such port");

  private final BlockingQueue<DeviceMapper> published = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();
  private final SampleListeners listeners = new SampleListeners((listener, mistake) -> {});
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private PushSide pushes = PushSide.of("");
  private volatile @Nullable DeviceHost host;
  private CompletionStage<Void> settled = CompletableFuture.completedFuture(null);
  private @Nullable Device givenAtOnce;
  @TempDir private Path folder;
  private LazyServer server;
  private Door door;
  private FakeMapper mapper;

  @BeforeEach
  void start() throws Exception {
    listeners.add(this);
    startNode();
    mapper = new FakeMapper(folder.resolve("dmi.sock"), folder.resolve("mapper.sock"));
  }

  private void startNode() throws Exception {
    DmiSocket socket = DmiSocket.open(folder.resolve("dmi.sock"));
    server =
        new LazyServer(
            socket.path(),
            new Node(this, listeners, this, pushes, STANDING_STILL),
            new MapperFile(folder.resolve("dmi/mappers")));
    door = new Door(socket, server::serve);
    door.open();
    server.startIfKnown();
  }

  private void stopNode() throws Exception {
    door.close();
    server.close();
  }

  @AfterEach
  void stop() throws Exception {
    mapper.close();
    stopNode();
  }

  @Override
  public Runnable publish(DeviceMapper remote) {
    if (givenAtOnce != null) {
      remote.registerDevice(givenAtOnce, model(""));
    }
    published.add(remote);
    return () -> published.remove(remote);
  }

  @Override
  public Runnable publish(DeviceHost devices) {
    host = devices;
    return () -> host = null;
  }

  @Test
  void aMapperIsPublishedAndItsAnswerHoldsModelAndDevice() throws Exception {
    givenAtOnce = press("30");

    MapperRegisterResponse answer = mapper.register("m", "modbus-tcp");

    assertThat(taken(published).info().protocol()).isEqualTo("modbus-tcp");
    assertThat(answer.getModelListList()).singleElement().returns("model", m -> m.getName());
    assertThat(answer.getDeviceListList())
        .singleElement()
        .returns("30", device -> device.getSpec().getProperties(0).getDesired().getValue());
  }

  @Test
  void whatTheMapperKnowsIsNotToldAgainAndWhatChangesIsToldOnce() throws Exception {
    givenAtOnce = press("30");
    mapper.register("m", "modbus-tcp");
    DeviceMapper remote = taken(published);

    remote.registerDevice(press("30"), model(""));
    remote.updateDevice(press("31"), model(""));
    assertThat(mapper.next()).isEqualTo("UpdateDevice press");
    remote.updateDevice(press("31"), model("bar"));
    assertThat(mapper.next()).isEqualTo("UpdateDeviceModel model");
    remote.removeDevice(PRESS);

    assertThat(mapper.next()).isEqualTo("RemoveDevice press");
    assertThat(mapper.next()).isEqualTo("RemoveDeviceModel model");
    assertThat(mapper.heardNothing()).isTrue();
  }

  @Test
  void aModelIsToldBeforeItsDevice() throws Exception {
    mapper.register("m", "modbus-tcp");

    taken(published).registerDevice(press("30"), model(""));

    assertThat(mapper.next()).isEqualTo("CreateDeviceModel model");
    assertThat(mapper.next()).isEqualTo("RegisterDevice press");
  }

  @Test
  void aRefusalIsTheStateOfTheDeviceAndTheFateOfTheWish() throws Exception {
    mapper.register("m", "modbus-tcp");
    mapper.refuse("press", NO_PORT);

    taken(published).registerDevice(press("30"), model(""));

    assertThat(taken(reports))
        .isEqualTo("press unhealthy: mapper m refuses RegisterDevice: no such port");
    assertThat(taken(reports))
        .isEqualTo("press temp=30 failed: mapper m refuses RegisterDevice: no such port");
  }

  @ParameterizedTest
  @EnumSource(names = {"INVALID_ARGUMENT", "UNAVAILABLE", "DEADLINE_EXCEEDED"})
  void aDeviceThatTheMapperDoesNotTakeKeepsNoneOfTheOthersWaiting(Status.Code how)
      throws Exception {
    mapper.register("m", "modbus-tcp");
    mapper.refuse("press", how.toStatus());
    DeviceMapper remote = taken(published);

    remote.registerDevice(press("30"), model(""));
    remote.registerDevice(drill(), model(""));

    assertThat(mapper.next()).isEqualTo("CreateDeviceModel model");
    assertThat(mapper.next()).isEqualTo("RegisterDevice drill");
    assertThat(taken(reports)).startsWith("press unhealthy: mapper m ");
  }

  @Test
  void aModelThatTheMapperDoesNotTakeIsTheStateOfItsDevices() throws Exception {
    mapper.register("m", "modbus-tcp");
    mapper.refuse("model", NO_PORT);
    DeviceMapper remote = taken(published);

    remote.registerDevice(drill(), model(""));
    assertThat(taken(reports))
        .isEqualTo("drill unhealthy: mapper m refuses CreateDeviceModel: no such port");
    mapper.refuseNobody();
    remote.updateDevice(drill(), model("bar"));

    assertThat(mapper.next()).isEqualTo("CreateDeviceModel model");
    assertThat(mapper.next()).isEqualTo("RegisterDevice drill");
    assertThat(taken(reports)).isEqualTo("drill unknown: its mapper has not said yet how it is");
  }

  @Test
  void aDescriptionThatWasMendedIsToldAtOnceThoughTheLastOneWasRefused() throws Exception {
    mapper.register("m", "modbus-tcp");
    mapper.refuse("press", NO_PORT);
    DeviceMapper remote = taken(published);
    remote.registerDevice(press("30"), model(""));
    assertThat(mapper.next()).isEqualTo("CreateDeviceModel model");
    assertThat(taken(reports)).startsWith("press unhealthy: mapper m refuses RegisterDevice");
    mapper.refuseNobody();

    remote.updateDevice(press("31"), model(""));

    assertThat(mapper.next()).isEqualTo("RegisterDevice press");
  }

  @Test
  void aModelThatChangesIsToldOnceThoughItsDevicesLearnOfItOneAfterAnother() throws Exception {
    mapper.register("m", "modbus-tcp");
    DeviceMapper remote = taken(published);
    remote.registerDevice(press("30"), model(""));
    remote.registerDevice(drill(), model(""));
    assertThat(mapper.next()).isEqualTo("CreateDeviceModel model");
    assertThat(mapper.next()).isEqualTo("RegisterDevice press");
    assertThat(mapper.next()).isEqualTo("RegisterDevice drill");

    remote.updateDevice(press("30"), model("bar"));
    assertThat(mapper.next()).isEqualTo("UpdateDeviceModel model");
    mapper.report(status("temp", "29")); // what the node would say of its own accord, it has said
    remote.updateDevice(drill(), model("bar"));
    remote.updateDevice(press("31"), model("bar"));

    assertThat(mapper.next()).isEqualTo("UpdateDevice press");
    assertThat(mapper.heardNothing()).isTrue();
  }

  @Test
  void aReportedValueMakesTheDeviceOnlineAndFulfilsTheWish() throws Exception {
    givenAtOnce = press("30");
    mapper.register("m", "modbus-tcp");

    mapper.report(status("temp", "29"));
    mapper.report(status("temp", "30.0"));

    assertThat(taken(reports)).isEqualTo("press online: null");
    assertThat(taken(reports)).isEqualTo("press temp=29 #1");
    assertThat(taken(reports)).isEqualTo("press temp=30 #2");
    assertThat(taken(reports)).isEqualTo("press temp=30 done");
  }

  @Test
  void aReportOfAnUnknownPropertyNamesThoseThatThereAre() throws Exception {
    givenAtOnce = press("30");
    mapper.register("m", "modbus-tcp");

    assertThatThrownBy(() -> mapper.report(status("pressure", "1")))
        .hasMessageContaining("has no property \"pressure\"; it has [temp]");
  }

  @Test
  void aMapperThatGoesIsMissed() throws Exception {
    givenAtOnce = press("30");
    mapper.register("m", "modbus-tcp");
    taken(published).updateDevice(press("31"), model(""));
    mapper.next();

    mapper.close();

    assertThat(taken(reports)).startsWith("press unknown: mapper m at ");
  }

  @Test
  void aNodeThatStartsAgainTellsItsMapperNothingTwiceAndAsksItNothing() throws Exception {
    givenAtOnce = press("30");
    mapper.register("m", "modbus-tcp");
    taken(published).updateDevice(press("31"), model(""));
    assertThat(mapper.next()).isEqualTo("UpdateDevice press");
    stopNode();
    givenAtOnce = press("31");

    startNode();
    taken(published).updateDevice(press("32"), model(""));
    assertThat(mapper.next()).isEqualTo("UpdateDevice press");
  }

  @Test
  void aRegistrationThatIsOvertakenByTheNextOneBeginsNothing() throws Exception {
    CompletableFuture<Void> later = new CompletableFuture<>();
    settled = later;
    CompletableFuture<?> first =
        CompletableFuture.runAsync(() -> mapper.register("m", "v1", "modbus-tcp"));
    taken(published);
    CompletableFuture<?> second =
        CompletableFuture.runAsync(() -> mapper.register("m", "v2", "modbus-tcp"));
    DeviceMapper remote = taken(published);
    later.complete(null);
    CompletableFuture.allOf(first, second).get(20, TimeUnit.SECONDS);

    remote.registerDevice(drill(), model(""));

    assertThat(mapper.next()).isEqualTo("CreateDeviceModel model");
    assertThat(mapper.connections()).isEqualTo(1);
  }

  @Test
  void twoMappersOfOneProtocolAreTwoServicesAndEachIsForgottenAlone() throws Exception {
    try (FakeMapper other =
        new FakeMapper(folder.resolve("dmi.sock"), folder.resolve("other.sock"))) {
      mapper.register("m", "modbus-tcp");
      other.register("n", "modbus-tcp");

      assertThat(List.of(taken(published).info().name(), taken(published).info().name()))
          .containsExactly("m", "n");
      assertThat(server.forget("n")).isTrue();
      assertThat(server.mappers()).extracting(RemoteMapperRow::mapper).containsExactly("m");
    }
  }

  @Test
  void aListenerHearsWhatAMapperReportsAndThatItsDeviceWent() throws Exception {
    givenAtOnce = press("30");
    mapper.register("m", "modbus-tcp");

    mapper.report(status("temp", "29"));
    taken(published).removeDevice(PRESS);

    assertThat(taken(heard)).isEqualTo("press temp=29, pushed by [{}]");
    assertThat(taken(heard)).isEqualTo("press is removed");
  }

  @Test
  void theMapperPushesUnlessTheNodeIsToldThatItDoesNot() throws Exception {
    givenAtOnce = pushed(press("30"));
    assertThat(wire(mapper.register("m", "modbus-tcp")).hasPushMethod()).isTrue();
    mapper.report(status("temp", "29"));
    assertThat(taken(heard)).isEqualTo("press temp=29, pushed by [{}]");

    stopNode();
    pushes = PushSide.of("other, m");
    startNode();
    try (FakeMapper again = new FakeMapper(folder.resolve("dmi.sock"), folder.resolve("m2.sock"))) {
      assertThat(wire(again.register("m", "modbus-tcp")).hasPushMethod()).isFalse();
      again.report(status("temp", "30"));
    }

    assertThat(taken(heard)).isEqualTo("press temp=30, pushed by [{http={hostName=h, port=1}}]");
  }

  private static io.margay.dmi.grpc.internal.wire.DeviceProperty wire(
      MapperRegisterResponse answer) {
    return answer.getDeviceList(0).getSpec().getProperties(0);
  }

  @Test
  void aReadTakesAYoungValueOrWaitsForTheNextReport() throws Exception {
    givenAtOnce = press("30");
    mapper.register("m", "modbus-tcp");
    mapper.report(status("temp", "29"));

    assertThat(read("temp", Duration.ofHours(1)).get(1, TimeUnit.SECONDS).value()).isEqualTo(29L);
    CompletableFuture<Sample> next = read("temp", Duration.ZERO);
    assertThat(next).isNotDone();
    mapper.report(status("temp", "31"));

    assertThat(next.get(20, TimeUnit.SECONDS).value()).isEqualTo(31L);
    assertThat(access().history(PRESS, "temp")).extracting(Sample::value).containsExactly(31L);
    assertThat(access().devices()).containsExactly(PRESS);
    assertThat(access().model(PRESS)).contains(model(""));
  }

  @Test
  void whatDmiHasNoCallForIsRefusedWithWhatToDoInstead() throws Exception {
    givenAtOnce = press("30");
    mapper.register("m", "modbus-tcp");

    assertThat(access().write(PRESS, Map.of("temp", "1")))
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(AccessException.class)
        .withMessageContaining("mapper m, another process, serves device default/press")
        .withMessageContaining("device:set");
    assertThat(access().call(PRESS, "start", Map.of()))
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("DMI has no call that runs a method");
    assertThat(read("pressure", Duration.ZERO))
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("device default/press has no property pressure");
  }

  private DeviceHost access() {
    return requireNonNull(host);
  }

  private CompletableFuture<Sample> read(String property, Duration maxAge) {
    return access().read(PRESS, property, maxAge).toCompletableFuture();
  }

  @Override
  public void sampled(Device device, DeviceModel model, List<Sample> samples) {
    samples.forEach(
        sample ->
            heard.add(
                "%s %s=%s, pushed by %s"
                    .formatted(
                        device.key().name(),
                        sample.property(),
                        sample.value(),
                        device.properties().stream().map(DeviceProperty::pushMethod).toList())));
  }

  @Override
  public void removed(NamespacedName device) {
    heard.add(device.name() + " is removed");
  }

  @Override
  public CompletionStage<Void> settled() {
    return settled;
  }

  @Override
  public void reportSamples(NamespacedName device, List<Sample> samples) {
    samples.forEach(
        sample ->
            reports.add(
                "%s %s=%s #%d"
                    .formatted(
                        device.name(), sample.property(), sample.value(), sample.sequence())));
  }

  @Override
  public void reportOutcomes(NamespacedName device, List<DesiredOutcome> outcomes) {
    outcomes.forEach(
        outcome ->
            reports.add(
                "%s %s=%s %s"
                    .formatted(
                        device.name(),
                        outcome.property(),
                        outcome.desired(),
                        outcome.failure() == null ? "done" : "failed: " + outcome.failure())));
  }

  @Override
  public void reportState(NamespacedName device, DeviceState state, @Nullable String reason) {
    reports.add("%s %s: %s".formatted(device.name(), state, reason));
  }

  private static <T> T taken(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private static ReportDeviceStatusRequest status(String property, String value) {
    return ReportDeviceStatusRequest.newBuilder()
        .setDeviceName("press")
        .setReportedDevice(
            DeviceStatus.newBuilder()
                .addTwins(
                    Twin.newBuilder()
                        .setPropertyName(property)
                        .setReported(
                            io.margay.dmi.grpc.internal.wire.TwinProperty.newBuilder()
                                .setValue(value))))
        .build();
  }

  private static Device pushed(Device device) {
    DeviceProperty property = device.properties().get(0);
    return new Device(
        device.key(),
        device.model(),
        device.protocol(),
        List.of(
            new DeviceProperty(
                property.name(),
                property.desired(),
                property.visitors(),
                property.collectCycleMillis(),
                property.reportCycleMillis(),
                property.reportToCloud(),
                Map.of("http", new TreeMap<>(Map.of("hostName", "h", "port", 1))))),
        device.methods());
  }

  private static Device press(String desired) {
    return device(PRESS, desired);
  }

  private static Device drill() {
    return device(DRILL, "");
  }

  private static Device device(NamespacedName key, String desired) {
    return new Device(
        key,
        "model",
        new ProtocolConfig("modbus-tcp", Map.of("ip", "10.0.0.1")),
        List.of(
            new DeviceProperty(
                "temp",
                desired.isEmpty() ? null : TwinProperty.of(desired),
                new ProtocolConfig("", Map.of("offset", 2)),
                1000,
                1000,
                true,
                Map.of())),
        List.of());
  }

  private static DeviceModel model(String unit) {
    return new DeviceModel(
        new NamespacedName("default", "model"),
        "modbus-tcp",
        Map.of(),
        List.of(
            new ModelProperty(
                "temp",
                "",
                PropertyType.INT,
                AccessMode.READ_WRITE,
                null,
                null,
                unit,
                ProtocolConfig.EMPTY)));
  }
}

package io.margay.deviceapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.access.AccessException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  private static final String HEAD =
      "{\"apiVersion\":\"v1\",\"statusCode\":200,\"timeStamp\":\"2026-01-02T03:04:05Z\",";
  private Api api;

  @BeforeEach
  void open() throws Exception {
    api = Api.open();
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void aPingIsAnsweredAsKubeEdgesMappersDo() throws Exception {
    HttpResponse<String> reply =
        api.send(api.request("/api/v1/ping").header("X-Correlation-ID", "abc-1"));

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body())
        .isEqualTo(HEAD + "\"Message\":\"This is v1 API, the server is running normally.\"}\n");
    assertThat(reply.headers().firstValue("X-Correlation-ID")).contains("abc-1");
  }

  @Test
  void aCorrelationIdThatIsNoneIsNotEchoed() throws Exception {
    HttpResponse<String> reply =
        api.send(api.request("/api/v1/ping").header("X-Correlation-ID", "<script>"));

    assertThat(reply.headers().firstValue("X-Correlation-ID")).isEmpty();
  }

  @Test
  void aReadGivesTextAndTypedValueAndQuality() throws Exception {
    HttpResponse<String> reply = api.get("/api/v1/device/default/press/speed?maxAge=500");

    assertThat(reply.body())
        .isEqualTo(
            HEAD
                + "\"Data\":{\"DeviceName\":\"press\",\"PropertyName\":\"speed\","
                + "\"Namespace\":\"default\",\"Value\":\"12.5\",\"Type\":\"FLOAT\","
                + "\"TimeStamp\":1767323045000,\"TypedValue\":12.5,\"Quality\":\"GOOD\","
                + "\"Sequence\":7}}\n");
    assertThat(api.devices.calls).containsExactly("read default/press speed 500");
  }

  @Test
  void aReadAsksTheDeviceUnlessTheCallerSaysHowOldAValueMayBe() throws Exception {
    api.get("/api/v1/device/default/press/speed");

    assertThat(api.devices.calls).containsExactly("read default/press speed 0");
  }

  @Test
  void aDeviceThatIsAwayIsNoGoodAnswer() throws Exception {
    api.devices.values.remove("speed");

    HttpResponse<String> reply = api.get("/api/v1/device/default/press/speed");

    assertThat(reply.statusCode()).isEqualTo(503);
    assertThat(reply.body())
        .contains(
            "\"statusCode\":503", "\"Message\":\"the device is away\"", "\"Quality\":\"BAD\"");
  }

  @Test
  void allPropertiesAreThereAlsoTheOneThatCannotBeRead() throws Exception {
    api.devices.values.remove("on");

    HttpResponse<String> reply = api.get("/api/v1/device/default/press");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body())
        .contains("\"PropertyName\":\"speed\"", "\"PropertyName\":\"on\"", "the device is away");
  }

  @ParameterizedTest
  @CsvSource({"NOT_FOUND,404", "INVALID,400", "DEVICE_FAILED,503", "BUSY,429"})
  void aFailureHasItsStatusAndItsReason(AccessException.Kind kind, int status) throws Exception {
    api.devices.failure = Optional.of(new AccessException(kind, "because"));

    HttpResponse<String> read = api.get("/api/v1/device/default/press/speed");
    HttpResponse<String> write = api.post("/api/v1/device/default/press/speed", "{\"value\":1}");

    assertThat(read.statusCode()).isEqualTo(status);
    assertThat(read.body()).contains("\"Message\":\"because\"", "\"statusCode\":" + status);
    assertThat(write.statusCode()).isEqualTo(status);
  }

  @Test
  void aWriteReachesTheDeviceAsText() throws Exception {
    HttpResponse<String> reply =
        api.post("/api/v1/device/default/press/speed", "{\"value\":20.50}");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).contains("Write data 20.50 to device default/press successfully.");
    assertThat(api.devices.calls).containsExactly("write default/press {speed=20.50}");
  }

  @Test
  void aWriteThatTheDeviceRefusesSaysWhy() throws Exception {
    HttpResponse<String> reply =
        api.post("/api/v1/device/default/press/speed", "{\"value\":\"666\"}");

    assertThat(reply.statusCode()).isEqualTo(503);
    assertThat(reply.body()).contains("speed: illegal data value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"value\":null}",
        "{\"value\":{}}",
        "{\"value\":[1]}",
        "{\"value\":1,\"wert\":2}",
        "{\"value\":1,\"value\":2}",
        "{\"value\":1}{}",
        "{\"value\":1",
        "[]",
        "",
        "{\"value\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}"
      })
  void aBodyThatIsNotAsItShouldBeWritesNothing(String body) throws Exception {
    HttpResponse<String> reply = api.post("/api/v1/device/default/press/speed", body);

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).containsPattern("body|value");
    assertThat(api.devices.calls).isEmpty();
  }

  @Test
  void methodsAreListedWithTheirParameters() throws Exception {
    HttpResponse<String> reply = api.get("/api/v1/devicemethod/default/press");

    assertThat(reply.body())
        .contains(
            "{\"Name\":\"adjust\",\"Path\":\"/api/v1/devicemethod/default/press/adjust\","
                + "\"Description\":\"sets the speed\",\"Parameters\":"
                + "[{\"PropertyName\":\"speed\",\"ValueType\":\"float\"}]}");
  }

  @Test
  void aMethodIsCalledWithItsArguments() throws Exception {
    HttpResponse<String> reply =
        api.post("/api/v1/devicemethod/default/press/adjust", "{\"arguments\":{\"speed\":20}}");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).contains("\"Result\":{\"speed\":20}");
    assertThat(api.devices.calls).containsExactly("call default/press adjust {speed=20}");
  }

  @Test
  void aGetDoesNotWriteUnlessThatIsAllowed() throws Exception {
    String path = "/api/v1/devicemethod/default/press/adjust/speed/20";

    HttpResponse<String> refused = api.get(path);
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.body()).contains("use POST /api/v1/devicemethod/default/press/adjust");
    assertThat(api.devices.calls).isEmpty();

    try (Api legacy = Api.withLegacyWrites()) {
      assertThat(legacy.get(path).statusCode()).isEqualTo(200);
      assertThat(legacy.devices.calls).containsExactly("call default/press adjust {speed=20}");
      assertThat(legacy.get("/api/v1/devicemethod/default/press/adjust/on/1").statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void theModelIsToldInKubeEdgesWords() throws Exception {
    HttpResponse<String> reply = api.get("/api/v1/meta/model/default/press");

    assertThat(reply.body())
        .startsWith(HEAD)
        .contains(
            "\"name\":\"press-model\"", "\"dataType\":\"FLOAT\"", "\"accessMode\":\"ReadWrite\"");
  }

  @Test
  void theNewestRememberedSamplesAreTold() throws Exception {
    HttpResponse<String> reply = api.get("/api/v1/database/default/press?property=speed&limit=2");

    assertThat(reply.body()).contains("\"Sequence\":2", "\"Sequence\":3");
    assertThat(reply.body()).doesNotContain("\"Sequence\":1", "\"PropertyName\":\"on\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/v1",
        "/api/v2/ping",
        "/api/v1/nothing",
        "/api/v1/device/default",
        "/api/v1/device/default/absent/speed",
        "/api/v1/device/default/press/absent",
        "/api/v1/devicemethod/default/absent",
        "/api/v1/meta/model/default/absent",
        "/api/v1/database/default/press?property=absent"
      })
  void whatIsNotThereIsNotFound(String path) throws Exception {
    HttpResponse<String> reply = api.get(path);

    assertThat(reply.statusCode()).isEqualTo(path.equals("/") ? 400 : 404);
    assertThat(reply.body()).contains("\"Message\":\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/device/default/press/a%2Fb",
        "/api/v1/device/default/%2e%2e/speed",
        "/api/v1/device/default//speed",
        "/api/v1/device/default/press/%ff",
        "/api/v1/device/default/press/a%00",
        "/api/v1/device/default/press/speed?maxAge=-1",
        "/api/v1/device/default/press/speed?maxAge=soon",
        "/api/v1/device/default/press/speed?maxage=1",
        "/api/v1/device/default/press/speed?maxAge=1&maxAge=2"
      })
  void aUrlThatCouldBeUnderstoodDifferentlyIsRefused(String path) throws Exception {
    assertThat(api.get(path).statusCode()).isEqualTo(400);
    assertThat(api.devices.calls).isEmpty();
  }

  @Test
  void aPercentEncodedNameIsDecodedOnce() throws Exception {
    assertThat(api.get("/api/v1/device/default/press/s%70eed").statusCode()).isEqualTo(200);
    assertThat(api.get("/api/v1/device/default/press/s%2570eed").statusCode()).isEqualTo(404);
  }

  @Test
  void aMethodThatAPathDoesNotKnowIsRefusedWithThoseItDoes() throws Exception {
    HttpResponse<String> posted = api.post("/api/v1/ping", "{}");
    HttpResponse<String> deleted = api.send(api.request("/api/v1/ping").DELETE());

    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(posted.headers().firstValue("Allow")).contains("GET");
    assertThat(deleted.statusCode()).isEqualTo(405);
  }

  @Test
  void aDeviceThatNeverAnswersDoesNotHoldTheCallerForEver() throws Exception {
    try (Api hasty = Api.withPatience(Duration.ofMillis(50))) {
      hasty.devices.hold = new CompletableFuture<>();

      HttpResponse<String> reply = hasty.get("/api/v1/device/default/press/speed");

      assertThat(reply.statusCode()).isEqualTo(503);
      assertThat(reply.body()).contains("no answer within");
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    HttpResponse<String> reply =
        api.send(
            api.request("/api/v1/device/default/press/speed")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[70_000])));

    assertThat(reply.statusCode()).isEqualTo(413);
  }
}

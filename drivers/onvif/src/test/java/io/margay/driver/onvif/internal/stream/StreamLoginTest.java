package io.margay.driver.onvif.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.driver.onvif.internal.http.Credentials;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamLoginTest {

  @Test
  void whateverAPasswordHoldsStaysAPassword() {
    assertThat(
            StreamLogin.in(
                "rtsp://10.0.0.7:554/main?x=1",
                Optional.of(new Credentials("ad min", "p@:/'\n é"))))
        .isEqualTo("rtsp://ad%20min:p%40%3A%2F%27%0A%20%C3%A9@10.0.0.7:554/main?x=1");
  }

  @Test
  void whoeverIsNobodyHasNoLogin() {
    assertThat(StreamLogin.in("rtsp://10.0.0.7/main", Optional.empty()))
        .isEqualTo("rtsp://10.0.0.7/main");
  }
}

package io.margay.driver.onvif.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {

  @ParameterizedTest
  @CsvSource({
    "tns1:VideoSource/MotionAlarm, '', true",
    "VideoSource/MotionAlarm, Source=vs0, true",
    "x:VideoSource/y:MotionAlarm, Source = vs0, true",
    "tns1:VideoSource/MotionAlarm, Source=vs1, false",
    "tns1:VideoSource/MotionAlarm, Other=vs0, false",
    "tns1:VideoSource, '', false",
    "tns1:VideoSource/MotionAlarm/More, '', false",
  })
  void anEventIsOnesOwnByTopicWhateverItsPrefixAndBySource(
      String path, String source, boolean own) {
    Notification event =
        new Notification(
            "tns1:VideoSource/MotionAlarm", "", "", Map.of("Source", "vs0"), Map.of("State", "1"));

    assertThat(new Topic(path, "", source).covers(event)).isEqualTo(own);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "tns1:Device/acme:Trigger/Relay.2"})
  void thisIsTheNameOfATopic(String text) {
    assertThat(Topic.isPath(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/A", "A//B", "tns1:A|tns1:B", "a b", "x:y:z", "A<B"})
  void thisIsNone(String text) {
    assertThat(Topic.isPath(text)).isFalse();
  }
}

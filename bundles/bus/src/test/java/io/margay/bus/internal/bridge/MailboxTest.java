package io.margay.bus.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final long AT_ONCE = 0;

  @Test
  void whatCameIsTakenInItsOrderAndOnce() throws Exception {
    Mailbox mailbox = new Mailbox(10, 100);
    mailbox.put(message("a"));
    mailbox.put(message("b"));
    mailbox.tell(() -> {});

    assertThat(texts(mailbox.take(AT_ONCE))).containsExactly("a", "b");
    assertThat(mailbox.take(AT_ONCE)).isEqualTo(new Mailbox.Batch(List.of(), List.of()));
  }

  @Test
  void whenThereAreTooManyTheOldestGoes() throws Exception {
    Mailbox mailbox = new Mailbox(2, 100);

    assertThat(mailbox.put(message("a"))).isZero();
    assertThat(mailbox.put(message("b"))).isZero();
    assertThat(mailbox.put(message("c"))).isEqualTo(1);

    assertThat(texts(mailbox.take(AT_ONCE))).containsExactly("b", "c");
  }

  @Test
  void whenTheyAreTooLargeTogetherTheOldestGo() throws Exception {
    Mailbox mailbox = new Mailbox(10, 5);
    mailbox.put(message("aa"));
    mailbox.put(message("bb"));

    assertThat(mailbox.put(message("ccccc"))).isEqualTo(2);

    assertThat(texts(mailbox.take(AT_ONCE))).containsExactly("ccccc");
  }

  @Test
  void aTakerWaitsForTheFirst() throws Exception {
    Mailbox mailbox = new Mailbox(10, 100);
    Thread publisher = new Thread(() -> mailbox.put(message("a")));
    publisher.start();

    assertThat(texts(mailbox.take(Long.MAX_VALUE))).containsExactly("a");
  }

  private static List<String> texts(Mailbox.Batch batch) {
    return batch.messages().stream().map(message -> message.payload().asText()).toList();
  }

  private static Message message(String text) {
    return Message.of("t", Payload.of(text));
  }
}

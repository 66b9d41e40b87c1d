package io.margay.driver.onvif.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 7616, 3.9.1 has one request answered in both algorithms; those answers are expected here. */
class DigestChallengeTest {
  private static final Credentials MUFASA = new Credentials("Mufasa", "Circle of Life");
  private static final String CLIENT_NONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
  private static final String OFFER =
      "realm=\"http-auth@example.org\", qop=\"auth, auth-int\","
          + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
          + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

  @Test
  void theExampleOfTheStandardIsAnsweredInMd5() {
    assertThat(answerTo("Digest " + OFFER + ", algorithm=MD5"))
        .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"")
        .contains("nc=00000001")
        .contains("qop=auth,");
  }

  @Test
  void theExampleOfTheStandardIsAnsweredInSha256() {
    assertThat(answerTo("Digest " + OFFER + ", algorithm=SHA-256"))
        .contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"");
  }

  @Test
  void theBetterOfTwoOffersIsTaken() {
    assertThat(
            answerTo(
                "Basic realm=\"x\", Digest " + OFFER + ", algorithm=MD5",
                "Digest " + OFFER + ", algorithm=SHA-256"))
        .contains("algorithm=SHA-256");
  }

  @Test
  void anOfferWithoutAlgorithmIsMd5AndOneWithoutQopIsAnsweredInTheOldWay() {
    assertThat(answerTo("Digest realm=\"cam\", nonce=\"n\""))
        .contains("algorithm=MD5")
        .doesNotContain("qop");
  }

  @Test
  void anOfferThatNobodyKnowsIsNotTakenUp() {
    assertThat(DigestChallenge.best(List.of("Digest realm=\"x\", nonce=\"n\", algorithm=FOO")))
        .isEmpty();
    assertThat(DigestChallenge.best(List.of("Basic realm=\"x\"", "", "Digest"))).isEmpty();
  }

  private static String answerTo(String... offers) {
    return DigestChallenge.best(List.of(offers))
        .orElseThrow()
        .answer(MUFASA, "GET", "/dir/index.html", 1, CLIENT_NONCE);
  }
}

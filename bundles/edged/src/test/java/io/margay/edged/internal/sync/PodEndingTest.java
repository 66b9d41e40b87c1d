package io.margay.edged.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decisions about a pod that is to go; {@link PlanRow} says how to read the rows. */
class PodEndingTest {

  @ParameterizedTest(name = "{0}; {1}; {2} -> {3}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Always: | a        ; -                  ; -            ; forget, finished
          Always: | a        ; S0                 ; -            ; stop S0, remove S0, finished
          Always: | a        ; s0                 ; -            ; remove S0, finished
          Always: | a        ; s0 S1              ; -            ; stop S1, remove S1, remove S0, finished
          Always: | a        ; S0 a:R             ; -            ; stop a0
          Always: | a        ; S0 a:R             ; stopping=a   ; nothing
          Always: | a b      ; S0 a:R b:R         ; -            ; stop a0, stop b0
          Always: | a b      ; S0 a:R b:R         ; stopping=a   ; stop b0
          Always: | a        ; S0 a:143@1         ; -            ; stop S0, remove S0, finished
          Always: | a        ; S0 a:C             ; -            ; stop S0, remove S0, finished
          Always: | a        ; s0 a:R             ; -            ; stop a0
          Always: | a        ; S0 x:R a:R         ; -            ; stop x0, stop a0
          Always: s* | a     ; S0 s:R a:R         ; -            ; stop a0
          Always: s* | a     ; S0 s:R a:R         ; stopping=a   ; nothing
          Always: s* | a     ; S0 s:R a:0@1       ; -            ; stop s0
          Always: s* t* | a  ; S0 s:R t:R a:0@1   ; -            ; stop t0
          Always: s* t* | a  ; S0 s:R t:0@1 a:0@1 ; -            ; stop s0
          Always: | a        ; a:143@1            ; -            ; remove a0, finished
          Always: | a        ; S0 a:R             ; failed=a     ; stop a0
          """)
  void aPodThatEndsIsStoppedBeforeItsTracesGo(String pod, String there, String known, String then) {
    PlanRow row = new PlanRow(pod, there, known);

    Plan plan = PodEnding.plan(row.pod.spec(), row.view, row.circumstances, null);

    assertThat(PlanRow.text(plan)).isEqualTo(then);
  }

  @Test
  void theGraceThatTheOwnerAllowsGoesWithEachStop() {
    PlanRow row = new PlanRow("Always: | a b", "S0 a:R b:R", "-");

    Plan plan = PodEnding.plan(row.pod.spec(), row.view, row.circumstances, Duration.ofSeconds(1));

    assertThat(PlanRow.text(plan)).isEqualTo("stop a0 in 1, stop b0 in 1");
  }

  @Test
  void allContainersOfAPodThatNobodyKnowsAreStoppedTogether() {
    PlanRow row = new PlanRow("Always: s* | a", "S0 s:R a:R", "-");

    Plan plan = PodEnding.plan(null, row.view, row.circumstances, null);

    assertThat(PlanRow.text(plan)).isEqualTo("stop s0, stop a0");
  }
}

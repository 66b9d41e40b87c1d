package io.margay.edged.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decisions about a pod that is wanted; {@link PlanRow} says how to read the rows. */
class PodPlannerTest {
  private static final String ROW = "{0}; {1}; {2} -> {3}";

  private static void decides(String pod, String there, String known, String then) {
    PlanRow row = new PlanRow(pod, there, known);

    Plan plan = PodPlanner.plan(row.pod, row.view, row.circumstances, PlanRow.NOW);

    assertThat(PlanRow.text(plan)).isEqualTo(then);
  }

  @ParameterizedTest(name = ROW)
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Always: | a        ; -                  ; -            ; sandbox 0
          Always: | a        ; s0                 ; -            ; stop S0, sandbox 1
          Always: | a        ; s0 s1              ; -            ; stop S1, sandbox 2
          Never: | a         ; -                  ; -            ; sandbox 0
          OnFailure: | a     ; -                  ; -            ; sandbox 0
          Always: i | a      ; -                  ; -            ; sandbox 0, wait a=PodInitializing, wait i=PodInitializing
          Always: | a        ; -                  ; poddelay=5   ; wait a=ContainerCreating, again 5
          Always: | a        ; -                  ; poddelay=0   ; sandbox 0
          Always: | a        ; s0 a:R             ; -            ; stop a0
          Always: | a        ; s0 a:R             ; stopping=a   ; nothing
          Always: | a b      ; s0 a:R b:R         ; -            ; stop a0, stop b0
          Always: | a b      ; s0 a:R b:137@2     ; -            ; stop a0
          Always: | a        ; s0 a:137@2         ; -            ; stop S0, sandbox 1
          Always: | a        ; s0 a:137@2         ; crash=a:80   ; stop S0, sandbox 1
          OnFailure: | a     ; s0 a:137@2         ; -            ; stop S0, sandbox 1
          Never: | a         ; s0 a:137@2         ; -            ; finished
          Never: | a b       ; s0 a:137@2         ; -            ; stop S0, sandbox 1
          Always: | a        ; S0 s1              ; -            ; stop S0, stop S1, sandbox 2
          Always: | a        ; S0 S1              ; -            ; stop S0, start a0
          Always: | a        ; s0 S1 a:R^         ; -            ; stop a0, start a1
          Always: | a        ; s0 S1 a:137@2^     ; -            ; start a1
          Always: i | a      ; s0 S1 i:0@9^ a:137@2^ ; -         ; start i1, wait a=PodInitializing
          Always: | a        ; S0#                ; -            ; stop S0
          Always: | a        ; S0# a:R            ; -            ; stop a0
          Always: | a        ; S0# a:R            ; stopping=a   ; nothing
          Always: | a        ; S0# a:143@1        ; -            ; stop S0
          Always: | a        ; s0# a:143@1        ; -            ; stop S0, sandbox 1
          """)
  void aSandboxThatIsMissingGoneOrChangedIsReplaced(
      String pod, String there, String known, String then) {
    decides(pod, there, known, then);
  }

  @ParameterizedTest(name = ROW)
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Always: | a        ; S0                 ; -            ; start a0
          Always: | a b c    ; S0                 ; -            ; start a0, start b0, start c0
          Always: | a b      ; S0 a:R             ; -            ; start b0
          Always: | a b      ; S0 a:R b:R         ; -            ; nothing
          Always: | a        ; S0                 ; busy=a       ; nothing
          Always: | a b      ; S0                 ; busy=a       ; start b0
          Always: | a        ; S0                 ; delay=a:7    ; wait a=ImagePullBackOff, again 7
          Always: | a        ; S0                 ; delay=a:0    ; start a0
          Always: | a b      ; S0                 ; delay=a:7    ; start b0, wait a=ImagePullBackOff, again 7
          Always: | a b      ; S0                 ; delay=a:7 delay=b:3 ; wait a=ImagePullBackOff, wait b=ImagePullBackOff, again 3
          Always: | a        ; S0 a:C             ; -            ; remove a0, start a0
          Always: | a        ; S0 a:C/4           ; -            ; remove a4, start a4
          Always: | a        ; S0                 ; count=a:0    ; start a1
          Always: | a        ; S0                 ; count=a:3    ; start a4
          Always: | a        ; S0 a:1@60/7        ; count=a:3    ; start a8
          Always: | a        ; S0 a:R             ; unready=a    ; nothing
          Always: | a        ; S0 a:R             ; starting=a   ; nothing
          Always: | a        ; S0 a:R             ; busy=a       ; nothing
          """)
  void containersOfASandboxAreStartedTogether(String pod, String there, String known, String then) {
    decides(pod, there, known, then);
  }

  @ParameterizedTest(name = ROW)
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Always: | a        ; S0 a:0@1           ; -            ; start a1
          Always: | a        ; S0 a:1@1           ; -            ; start a1
          Always: | a        ; S0 a:137@1         ; -            ; start a1
          Always: | a        ; S0 a:U             ; -            ; start a1
          OnFailure: | a     ; S0 a:1@1           ; -            ; start a1
          OnFailure: | a     ; S0 a:U             ; -            ; start a1
          OnFailure: | a     ; S0 a:0@1           ; -            ; stop S0
          OnFailure: | a     ; s0 a:0@1           ; -            ; finished
          OnFailure: | a b   ; S0 a:0@1 b:R       ; -            ; nothing
          OnFailure: | a b   ; S0 a:0@1 b:1@1     ; -            ; start b1
          OnFailure: | a b   ; S0 a:0@1 b:0@1     ; -            ; stop S0
          Never: | a         ; S0 a:0@1           ; -            ; stop S0
          Never: | a         ; S0 a:1@1           ; -            ; stop S0
          Never: | a         ; S0 a:U             ; -            ; stop S0
          Never: | a         ; s0 a:1@1           ; -            ; finished
          Never: | a b       ; S0 a:1@1 b:R       ; -            ; nothing
          Never: | a b       ; S0 a:1@1           ; -            ; start b0
          Never: | a b       ; s0 S1 a:0@9^       ; -            ; start b0
          OnFailure: | a b   ; s0 S1 a:0@9^       ; -            ; start b0
          OnFailure: | a b   ; s0 S1 a:1@9^       ; -            ; start a1, start b0
          """)
  void whatEndedIsStartedAgainAsThePolicySays(String pod, String there, String known, String then) {
    decides(pod, there, known, then);
  }

  @ParameterizedTest(name = ROW)
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Always: | a        ; S0 a:1@1/1         ; crash=a:10   ; wait a=CrashLoopBackOff, again 9
          Always: | a        ; S0 a:0@1/1         ; crash=a:10   ; wait a=CrashLoopBackOff, again 9
          Always: | a        ; S0 a:1@10/1        ; crash=a:10   ; start a2
          Always: | a        ; S0 a:1@9/1         ; crash=a:10   ; wait a=CrashLoopBackOff, again 1
          Always: | a        ; S0 a:1@299/9       ; crash=a:300  ; wait a=CrashLoopBackOff, again 1
          Always: | a        ; S0 a:1@300/9       ; crash=a:300  ; start a10
          Always: | a        ; S0 a:1@1+599/9     ; crash=a:300  ; wait a=CrashLoopBackOff, again 299
          Always: | a        ; S0 a:1@1+600/9     ; crash=a:300  ; start a10
          Always: | a        ; S0 a:U             ; crash=a:10   ; wait a=CrashLoopBackOff, again 5
          OnFailure: | a     ; S0 a:1@1/1         ; crash=a:10   ; wait a=CrashLoopBackOff, again 9
          Always: | a b      ; S0 a:1@1/1 b:R     ; crash=a:10   ; wait a=CrashLoopBackOff, again 9
          Always: | a b      ; S0 a:1@1/1 b:1@3/1 ; crash=a:10 crash=b:10 ; wait a=CrashLoopBackOff, wait b=CrashLoopBackOff, again 7
          Always: | a b      ; S0 a:1@1/1 b:1@3   ; crash=a:10   ; start b1, wait a=CrashLoopBackOff, again 9
          Always: | a        ; S0 a:1@1/1         ; crash=a:10 restart=a ; start a2
          Always: | a        ; S0 a:1@1/1#        ; crash=a:10   ; start a2
          Always: | a        ; S0 a:1@20/1        ; crash=a:10 delay=a:3 ; wait a=ImagePullBackOff, again 3
          Always: | a        ; S0 a:1@20/1        ; busy=a       ; nothing
          """)
  void whatCrashesWaitsLongerEachTime(String pod, String there, String known, String then) {
    decides(pod, there, known, then);
  }

  @ParameterizedTest(name = ROW)
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Always: i | a      ; S0                 ; -            ; start i0, wait a=PodInitializing
          Always: i j | a    ; S0                 ; -            ; start i0, wait a=PodInitializing, wait j=PodInitializing
          Always: i j | a    ; S0 i:R             ; -            ; wait a=PodInitializing, wait j=PodInitializing
          Always: i j | a    ; S0 i:0@1           ; -            ; start j0, wait a=PodInitializing
          Always: i j | a    ; S0 i:0@1 j:R       ; -            ; wait a=PodInitializing
          Always: i j | a    ; S0 i:0@1 j:0@1     ; -            ; start a0
          Always: i | a b    ; S0 i:0@1           ; -            ; start a0, start b0
          Always: i | a      ; S0 i:0@1 a:R       ; -            ; nothing
          Always: i | a      ; S0 a:R             ; -            ; nothing
          Always: i | a      ; S0 i:1@9 a:R       ; -            ; nothing
          Always: i | a      ; S0 i:0@9 a:1@1     ; -            ; start a1
          Always: i | a      ; S0 i:1@1           ; -            ; start i1, wait a=PodInitializing
          Always: i | a      ; S0 i:1@1/1         ; crash=i:10   ; wait a=PodInitializing, wait i=CrashLoopBackOff, again 9
          OnFailure: i | a   ; S0 i:1@1           ; -            ; start i1, wait a=PodInitializing
          Never: i | a       ; S0 i:1@1           ; -            ; stop S0
          Never: i | a       ; s0 i:1@1           ; -            ; finished
          Never: i | a       ; S0 i:0@1           ; -            ; start a0
          Never: i j | a     ; S0 i:0@1 j:2@1     ; -            ; stop S0
          Always: i | a      ; S0                 ; busy=i       ; wait a=PodInitializing
          Always: i | a      ; S0                 ; delay=i:4    ; wait a=PodInitializing, wait i=ImagePullBackOff, again 4
          Always: i | a      ; S0 i:C             ; -            ; remove i0, start i0, wait a=PodInitializing
          Always: i | a      ; S0 i:0@1#          ; -            ; start i1, wait a=PodInitializing
          Always: i | a      ; s0 S1 i:0@9^       ; -            ; start i1, wait a=PodInitializing
          Always: i | a      ; s0 S1 i:0@9^ i:0@2/1 ; -          ; start a0
          """)
  void initContainersRunOneAfterTheOther(String pod, String there, String known, String then) {
    decides(pod, there, known, then);
  }

  @ParameterizedTest(name = ROW)
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Always: s* | a     ; S0                 ; -            ; start s0, wait a=PodInitializing
          Always: s* | a     ; S0 s:R             ; -            ; start a0
          Always: s* | a     ; S0 s:R             ; starting=s   ; wait a=PodInitializing
          Always: s* | a     ; S0 s:R             ; unready=s    ; start a0
          Always: s* | a     ; S0 s:R a:R         ; starting=s   ; nothing
          Always: s* t* | a  ; S0                 ; -            ; start s0, wait a=PodInitializing, wait t=PodInitializing
          Always: s* t* | a  ; S0 s:R             ; -            ; start t0, wait a=PodInitializing
          Always: s* i | a   ; S0 s:R             ; -            ; start i0, wait a=PodInitializing
          Always: s* i | a   ; S0 s:R i:0@1       ; -            ; start a0
          Always: i s* | a   ; S0 i:0@1           ; -            ; start s0, wait a=PodInitializing
          Always: i s* | a   ; S0 i:0@1 s:R       ; -            ; start a0
          Always: s* | a     ; S0 s:1@1 a:R       ; -            ; start s1
          Always: s* | a     ; S0 s:0@1 a:R       ; -            ; start s1
          Never: s* | a      ; S0 s:1@1 a:R       ; -            ; start s1
          OnFailure: s* | a  ; S0 s:0@1 a:R       ; -            ; start s1
          Always: s* | a     ; S0 s:1@1/1 a:R     ; crash=s:10   ; wait s=CrashLoopBackOff, again 9
          Always: s* | a     ; S0 s:1@1           ; -            ; start s1, wait a=PodInitializing
          Never: s* | a      ; S0 s:R a:0@1       ; -            ; stop s0
          Never: s* t* | a   ; S0 s:R t:R a:0@1   ; -            ; stop t0
          Never: s* t* | a   ; S0 s:R t:R a:0@1   ; stopping=t   ; nothing
          Never: s* t* | a   ; S0 s:R t:0@1 a:0@1 ; -            ; stop s0
          Never: s* | a      ; S0 s:0@1 a:0@1     ; -            ; stop S0
          Never: s* | a      ; s0 s:0@1 a:0@1     ; -            ; finished
          Never: i s* | a    ; S0 i:1@1           ; -            ; stop S0
          """)
  void sidecarsStartInTurnAndRunAsLongAsThePod(
      String pod, String there, String known, String then) {
    decides(pod, there, known, then);
  }

  @ParameterizedTest(name = ROW)
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Always: | a        ; S0 a:R#            ; -            ; stop a0
          Always: | a        ; S0 a:R#            ; stopping=a   ; nothing
          Always: | a b      ; S0 a:R# b:R        ; -            ; stop a0
          Always: | a        ; S0 a:143@1#        ; -            ; start a1
          Never: | a         ; S0 a:143@1#        ; -            ; start a1
          Never: | a         ; S0 a:0@1#          ; -            ; start a1
          OnFailure: | a     ; S0 a:0@1#          ; -            ; start a1
          Never: | a         ; s0 a:0@1#          ; -            ; stop S0, sandbox 1
          Always: | a        ; S0 a:R x:R         ; -            ; stop x0
          Always: | a        ; S0 a:R x:0@1       ; -            ; nothing
          Always: | a b      ; S0 a:R             ; -            ; start b0
          Always: | a        ; S0 a:R             ; restart=a    ; stop a0
          Always: | a b      ; S0 a:R b:R         ; restart=a restart=b ; stop a0, stop b0
          Always: | a        ; S0 a:R             ; restart=a stopping=a ; nothing
          Never: | a         ; S0 a:0@1           ; restart=a    ; start a1
          Never: | a         ; s0 a:0@1           ; restart=a    ; stop S0, sandbox 1
          OnFailure: | a     ; S0 a:0@1           ; restart=a    ; start a1
          Always: | p        ; S0 p:R             ; failed=p     ; stop p0 in 4
          Always: | p        ; S0 p:R             ; stuck=p      ; stop p0 in 3
          Always: | a        ; S0 a:R             ; failed=a     ; stop a0
          Always: | p        ; S0 p:R             ; failed=p stopping=p ; nothing
          Never: | p         ; S0 p:137@1         ; -            ; stop S0
          Always: | p        ; S0 p:137@1         ; -            ; start p1
          Always: s* | a     ; S0 s:R a:R         ; failed=s     ; stop s0
          """)
  void whatMustNotRunIsStoppedAndReplaced(String pod, String there, String known, String then) {
    decides(pod, there, known, then);
  }

  @ParameterizedTest(name = ROW)
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Always: | m        ; S0 m:R             ; -            ; nothing
          Always: | m        ; S0 m:R%            ; -            ; resize m0
          Never: | m         ; S0 m:R%            ; -            ; resize m0
          Always: | m        ; S0 m:R%            ; resized=m    ; nothing
          Always: | m a      ; S0 m:R% a:R        ; -            ; resize m0
          Always: | m a      ; S0 m:R%            ; -            ; resize m0, start a0
          Always: m* | a     ; S0 m:R% a:R        ; -            ; resize m0
          Always: m* | r     ; S0 m:R% r:R%       ; -            ; stop r0, resize m0
          Always: | m        ; S0 m:R%            ; stopping=m   ; nothing
          Always: | m        ; S0 m:R%            ; failed=m     ; stop m0
          Always: | m        ; S0 m:R%#           ; -            ; stop m0
          Always: | m        ; S0 m:R%            ; resizedelay=5 ; again 5
          Always: | m        ; S0 m:R%            ; resizedelay=0 ; resize m0
          Always: | m        ; S0 m:R             ; resizedelay=5 ; nothing
          Always: | m        ; S0 m:1@1%          ; -            ; start m1
          Never: | m         ; S0 m:0@1%          ; -            ; stop S0
          Always: | r        ; S0 r:R             ; -            ; nothing
          Always: | r        ; S0 r:R%            ; -            ; stop r0
          Never: | r         ; S0 r:143@1%        ; -            ; start r1
          Always: | a        ; S0 a:R%            ; -            ; stop a0
          Never: | m         ; S0 m:R%            ; verdict      ; stop m0
          """)
  void resourcesChangeWhileAContainerRunsUnlessItDoesNotBearThat(
      String pod, String there, String known, String then) {
    decides(pod, there, known, then);
  }

  @ParameterizedTest(name = ROW)
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Always: | a        ; S0 a:R             ; verdict      ; stop a0
          Always: | a        ; S0 a:R             ; verdict stopping=a ; nothing
          Always: | a        ; S0 a:143@1         ; verdict      ; stop S0
          Always: | a        ; s0 a:143@1         ; verdict      ; finished
          Always: | a        ; -                  ; verdict      ; finished
          Always: s* | a     ; S0 s:R a:R         ; verdict      ; stop a0
          Always: s* | a     ; S0 s:R a:143@1     ; verdict      ; stop s0
          Always: | a deadline=60 ; S0 a:R        ; age=59       ; again 1
          Always: | a deadline=60 ; S0 a:R        ; age=60       ; give up DeadlineExceeded
          Always: | a deadline=60 ; S0 a:R        ; age=600      ; give up DeadlineExceeded
          Always: | a deadline=60 ; -             ; age=10       ; sandbox 0, again 50
          Always: | a deadline=60 ; S0 a:1@1/1    ; age=55 crash=a:10 ; wait a=CrashLoopBackOff, again 5
          Never: | a deadline=60 ; s0 a:0@1       ; age=600      ; finished
          Always: | a debug=d ; S0 a:R            ; -            ; start d0
          Always: | a debug=d ; S0                ; -            ; start a0, start d0
          Always: | a debug=d ; S0 a:R d:R        ; -            ; nothing
          Always: | a debug=d ; S0 a:R d:1@1      ; -            ; nothing
          Always: i | a debug=d ; S0 i:R          ; -            ; wait a=PodInitializing
          """)
  void aPodThatIsGivenUpComesToRest(String pod, String there, String known, String then) {
    decides(pod, there, known, then);
  }
}

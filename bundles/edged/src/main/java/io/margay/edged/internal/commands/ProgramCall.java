package io.margay.edged.internal.commands;

import io.margay.edged.engine.StreamOptions;
import java.util.List;

/**
 * What a person wants of a container: its words are those of {@code kubectl exec}. Options end with
 * the pod's name; what comes after it is for the program, {@code -i} too.
 *
 * @param input whether the program reads what the person types
 * @param terminal whether it has a terminal to read from
 * @param container empty for the pod's first
 * @param command program and arguments; empty for none
 */
record ProgramCall(
    boolean input, boolean terminal, String container, PodName pod, List<String> command) {

  /**
   * Reads the words after the shell's command.
   *
   * @throws IllegalArgumentException naming the word that is wrong, or what is missing
   */
  static ProgramCall of(List<String> words) {
    boolean input = false;
    boolean terminal = false;
    String container = "";
    int next = 0;
    while (next < words.size() && words.get(next).startsWith("-")) {
      String option = words.get(next++);
      switch (option) {
        case "-i", "--stdin" -> input = true;
        case "-t", "--tty" -> terminal = true;
        case "-it", "-ti" -> {
          input = true;
          terminal = true;
        }
        case "-c", "--container" -> {
          if (next == words.size()) {
            throw new IllegalArgumentException(option + ": expected the name of a container");
          }
          container = words.get(next++);
        }
        default ->
            throw new IllegalArgumentException(
                "found option %s; expected -i, -t, -it or -c <container>, and then the pod"
                    .formatted(option));
      }
    }
    if (next == words.size()) {
      throw new IllegalArgumentException("name a pod; pod:list shows those that there are");
    }
    PodName pod = PodName.of(words.get(next++));
    int first = next < words.size() && words.get(next).equals("--") ? next + 1 : next;
    return new ProgramCall(
        input, terminal, container, pod, List.copyOf(words.subList(first, words.size())));
  }

  /** Whether somebody is there for the program, rather than waiting for its end. */
  boolean isConversation() {
    return input || terminal;
  }

  StreamOptions streams() {
    return new StreamOptions(input, true, !terminal, terminal);
  }
}

package io.margay.twin.internal;

/**
 * Who is to be told what became of a request.
 *
 * @param eventId chosen by the program, and said again in every answer; empty when it chose none
 */
public record Asker(TopicGeneration generation, String eventId) {

  /** Somebody who sent no message: the shell, or a manifest. */
  public static final Asker NOBODY = new Asker(TopicGeneration.NAMESPACED, "");

  /** The same asker with an id. */
  public Asker withId(String id) {
    return new Asker(generation, id);
  }
}

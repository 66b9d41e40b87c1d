package io.margay.bus.internal.topic;

/** Who has the node's topic space; a service for components of this bundle. */
@FunctionalInterface
public interface SharedTopics {

  TopicSpace space();
}

package io.parley.egress.routing;

import io.parley.schemas.topics.Topics;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The kinds of channel of an installation beside the web.
///
/// @param own sent by this service
/// @param foreign consumed by somebody else
/// @param streaming those that show a text while it is being written
public record Kinds(Set<String> own, Set<String> foreign, Set<String> streaming) {

    public Kinds {
        own = Set.copyOf(own);
        foreign = Set.copyOf(foreign);
        streaming = Set.copyOf(streaming);
    }

    /// Every kind that somebody consumes, the web among them.
    public Set<String> all() {
        return Stream.of(Set.of(Topics.WEB), own, foreign).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }
}

package io.parley.campaign.system;

import java.net.URI;
import java.util.Collection;
import java.util.List;

/// A system that somebody else has started: it is used and watched, and left as it is.
public record Attached(URI sockets, String bootstrapServers, URI model) implements Deployment {

    @Override
    public List<String> targets() {
        return List.of();
    }

    @Override
    public void start() {
        // it runs
    }

    @Override
    public void kill(Collection<String> targets) {
        throw new UnsupportedOperationException("the campaign has not started this system and kills nothing of it");
    }

    @Override
    public void restart(Collection<String> targets) {
        throw new UnsupportedOperationException("the campaign has not started this system");
    }

    @Override
    public void pause(String target) {
        throw new UnsupportedOperationException("the campaign has not started this system and pauses nothing of it");
    }

    @Override
    public void resume(String target) {
        throw new UnsupportedOperationException("the campaign has not started this system");
    }

    @Override
    public void close() {
        // it goes on
    }
}

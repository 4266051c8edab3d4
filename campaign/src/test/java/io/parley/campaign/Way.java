package io.parley.campaign;

import io.parley.campaign.system.Deployment;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;

/// A deployment with something in between.
class Way implements Deployment {

    private final Deployment behind;

    Way(Deployment behind) {
        this.behind = behind;
    }

    @Override
    public URI sockets() {
        return behind.sockets();
    }

    @Override
    public String bootstrapServers() {
        return behind.bootstrapServers();
    }

    @Override
    public URI model() {
        return behind.model();
    }

    @Override
    public List<String> targets() {
        return behind.targets();
    }

    @Override
    public void start() throws IOException, InterruptedException {
        behind.start();
    }

    @Override
    public void kill(Collection<String> targets) throws IOException, InterruptedException {
        behind.kill(targets);
    }

    @Override
    public void restart(Collection<String> targets) throws IOException, InterruptedException {
        behind.restart(targets);
    }

    @Override
    public void pause(String target) throws IOException, InterruptedException {
        behind.pause(target);
    }

    @Override
    public void resume(String target) throws IOException, InterruptedException {
        behind.resume(target);
    }

    @Override
    public void stop(String target) throws IOException, InterruptedException {
        behind.stop(target);
    }

    @Override
    public void cut(String target) {
        behind.cut(target);
    }

    @Override
    public void mend(String target) {
        behind.mend(target);
    }

    @Override
    public void forget(String target) throws IOException {
        behind.forget(target);
    }

    @Override
    public void close() {
        behind.close();
    }
}

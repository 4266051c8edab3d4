package io.parley.ingress.ws.connector;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/// Closes connections that say nothing, never end their TLS handshake, or send a request byte by byte: Jetty's idle
/// time-out begins anew with every byte. Connections that have become sockets are not its business.
final class RequestDeadline extends AbstractLifeCycle {

    private final Connector connector;
    private final Duration patience;
    private final Duration interval;
    private final Clock clock;
    private volatile Scheduler.Task next = () -> false;

    /// Looks at a connector's connections from its start to its stop.
    ///
    /// @param patience how long a request may take to be sent
    RequestDeadline(Connector connector, Duration patience, Clock clock) {
        this.connector = connector;
        this.patience = patience;
        this.clock = clock;
        this.interval = patience.dividedBy(10);
    }

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        next.cancel();
    }

    private void schedule() {
        next = connector.getScheduler().schedule(this::look, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (isRunning() || isStarting()) {
            connector.getConnectedEndPoints().stream().filter(this::isOverdue).forEach(EndPoint::close);
            schedule();
        }
    }

    private boolean isOverdue(EndPoint endPoint) {
        return endPoint.getConnection() instanceof SslConnection tls
                ? isOverdue(tls.getSslEndPoint().getConnection(), endPoint)
                : isOverdue(endPoint.getConnection(), endPoint);
    }

    private boolean isOverdue(Connection connection, EndPoint endPoint) {
        if (!(connection instanceof HttpConnection http)) {
            return false;
        }
        var parser = http.getParser();
        if (parser.isState(HttpParser.State.START)) {
            long age = clock.millis() - endPoint.getCreatedTimeStamp();
            return http.getMessagesIn() == 0 && age > patience.toMillis();
        }
        return (parser.inHeaderState() || parser.inContentState())
                && NanoTime.since(parser.getBeginNanoTime()) > patience.toNanos();
    }
}

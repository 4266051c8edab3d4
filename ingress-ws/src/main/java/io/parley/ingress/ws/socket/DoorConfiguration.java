package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.IngressWsProperties;
import io.parley.ingress.ws.access.Admission;
import io.parley.ingress.ws.frame.ClientFrameReader;
import io.parley.ingress.ws.limit.Allowances;
import io.parley.schemas.settings.TenantSettingsFeed;
import java.time.Duration;
import org.eclipse.jetty.websocket.core.Configuration.ConfigurationCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The way from a request to an open socket.
@Configuration(proxyBeanMethods = false)
class DoorConfiguration {

    private static final int BUFFER = 4096;

    /// One frame of ours, and room for pings, pongs and the close frame.
    private static final int OUTGOING_FRAMES = 16;

    @Bean
    ChatDoor chatDoor(
            Admission admission,
            Allowances allowances,
            Reception reception,
            Clients clients,
            IngressWsProperties properties,
            TenantSettingsFeed feed) {
        return new ChatDoor(
                admission, allowances, reception, clients, new ChatDoor.House(properties.maxSockets(), feed::isReady));
    }

    /// The server is built before what it asks.
    @Bean
    WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> sockets(
            ObjectProvider<ChatDoor> door, ObjectProvider<Traffic> traffic) {
        return factory -> factory.addServerCustomizers(server ->
                server.insertHandler(new SocketHandler(server, door::getObject, traffic::getObject, limits())));
    }

    private static ConfigurationCustomizer limits() {
        var limits = new ConfigurationCustomizer();
        limits.setMaxFrameSize(ClientFrameReader.MAX_FRAME_BYTES);
        // whether somebody is still there is the heartbeat's to find out
        limits.setIdleTimeout(Duration.ZERO);
        limits.setMaxOutgoingFrames(OUTGOING_FRAMES);
        limits.setInputBufferSize(BUFFER);
        limits.setOutputBufferSize(BUFFER);
        return limits;
    }
}

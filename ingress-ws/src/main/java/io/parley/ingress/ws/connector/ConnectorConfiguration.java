package io.parley.ingress.ws.connector;

import io.parley.ingress.ws.DoorProperties;
import java.time.Clock;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ConnectorConfiguration {

    private static final int SEND_BUFFER = 64 * 1024;

    /// The send buffer small, since a socket that is stuck holds it whole.
    @Bean
    WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> jetty(DoorProperties door, Clock clock) {
        var proxies = new TrustedProxies(door.trustedProxies());
        return factory -> factory.addServerCustomizers(server -> {
            for (var connector : server.getConnectors()) {
                if (connector instanceof ServerConnector tcp) {
                    tcp.setAcceptedSendBufferSize(SEND_BUFFER);
                    tcp.setAcceptQueueSize(1024);
                    tcp.addBean(new RequestDeadline(tcp, door.requestTimeout(), clock));
                }
                customize(connector, proxies);
            }
        });
    }

    private static void customize(Connector connector, TrustedProxies proxies) {
        var http = connector.getConnectionFactory(HttpConnectionFactory.class);
        if (http != null) {
            http.getHttpConfiguration().setSendServerVersion(false);
            http.getHttpConfiguration().addCustomizer(proxies);
            ignoreHostNames(http.getHttpConfiguration().getCustomizer(SecureRequestCustomizer.class));
        }
    }

    /// Health is asked for by address, which no certificate names.
    private static void ignoreHostNames(@Nullable SecureRequestCustomizer tls) {
        if (tls != null) {
            tls.setSniHostCheck(false);
        }
    }
}

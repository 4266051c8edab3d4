package io.parley.bench.webhooks;

import io.parley.ingress.webhooks.RecordLog;
import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.SystemEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/// The baseline: everything is done but Kafka; a record counts as acknowledged at once.
@Configuration(proxyBeanMethods = false)
class WithoutKafkaConfiguration {

    private static final CompletionStage<Long> ACKNOWLEDGED = CompletableFuture.completedFuture(-1L);

    @Bean
    @Primary
    RecordLog nowhere() {
        return new RecordLog() {
            @Override
            public CompletionStage<Long> write(IncomingMessage message) {
                return ACKNOWLEDGED;
            }

            @Override
            public CompletionStage<Long> write(DeliveryReceipt receipt) {
                return ACKNOWLEDGED;
            }

            @Override
            public CompletionStage<Long> write(ClientAlias alias) {
                return ACKNOWLEDGED;
            }

            @Override
            public CompletionStage<Long> write(SystemEvent event) {
                return ACKNOWLEDGED;
            }
        };
    }
}

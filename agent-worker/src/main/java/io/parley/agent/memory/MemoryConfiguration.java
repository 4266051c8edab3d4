package io.parley.agent.memory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
class MemoryConfiguration {

    @Bean
    Memory memory(JdbcTemplate jdbc) {
        return new StoredMemory(jdbc);
    }
}

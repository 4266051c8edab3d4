package io.parley.agent.catalogue;

import com.github.benmanes.caffeine.cache.Ticker;
import io.parley.agent.tenancy.TenantTransactions;
import io.parley.agent.tool.ToolSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CatalogueProperties.class)
class CatalogueConfiguration {

    @Bean(destroyMethod = "close")
    TiendaNubeApi tiendaNubeApi(CatalogueProperties properties) {
        return new TiendaNubeApi(properties.tiendanubeUrl(), properties.userAgent(), properties.time());
    }

    @Bean
    Shops shops(TenantTransactions transactions, TiendaNubeApi tiendaNube, CatalogueProperties properties) {
        return new Shops(transactions, tiendaNube, properties.fresh(), Ticker.systemTicker());
    }

    @Bean
    CatalogueTables catalogueTables(TenantTransactions transactions) {
        return new CatalogueTables(transactions);
    }

    @Bean
    ToolSource productTools(Shops shops) {
        return new ProductTools(shops);
    }

    @Bean
    ToolSource orderTools(Shops shops) {
        return new OrderTools(shops);
    }
}

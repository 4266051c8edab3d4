package io.parley.ingress.ws.page;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Lets any site load the widget's scripts (which hold no secret and set no cookie), and our own pages nothing but our
/// own.
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebMvcConfigurer {

    @Override
    public void addCorsMappings(CorsRegistry registry) {
        registry.addMapping("/parley-chat.js").allowedOrigins("*").allowedMethods("GET", "HEAD");
        registry.addMapping("/parley/**").allowedOrigins("*").allowedMethods("GET", "HEAD");
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new PageHeaders())
                .addPathPatterns("/", "/*.html", "/demo/**", "/parley-chat.js", "/parley/**");
    }
}

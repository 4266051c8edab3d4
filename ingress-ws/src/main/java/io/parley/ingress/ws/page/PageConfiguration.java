package io.parley.ingress.ws.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Lets any site load the widget's scripts (which hold no secret and set no cookie), and our own pages nothing but our
/// own.
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebMvcConfigurer {

    /// Without any exception for inline script or style: page and widget need none.
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " connect-src 'self' ws: wss:; img-src 'self' https: http: data:; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'self'";

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

    private static final class PageHeaders implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            response.setHeader("Content-Security-Policy", POLICY);
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Referrer-Policy", "strict-origin-when-cross-origin");
            return true;
        }
    }
}

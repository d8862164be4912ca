package io.peercred.security;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import io.peercred.autoconfigure.PeercredInboundGatewayCustomizer;

/** Serves the endpoint {@code clock} where only those may ask who have the authority {@code backup}. */
@EnableMethodSecurity
class Desk {

    @Bean
    Handler handler(Watch watch) {
        return new Handler(watch);
    }

    @Bean
    Watch watch() {
        return new Watch();
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    PeercredInboundGatewayCustomizer outermost(Watch watch) {
        return (name, gateway) -> gateway.decorateHandler(handler -> request -> {
            try {
                return handler.handle(request);
            } finally {
                watch.afterwards.add(Seen.now());
            }
        });
    }

    /** The authentication of a thread. */
    record Seen(String thread, Authentication authentication) {

        static Seen now() {
            return new Seen(
                    Thread.currentThread().getName(),
                    SecurityContextHolder.getContext().getAuthentication());
        }
    }

    /** What there was while requests were handled, and afterwards on the same thread. */
    static class Watch {

        final List<Seen> meanwhile = new CopyOnWriteArrayList<>();
        final List<Seen> afterwards = new CopyOnWriteArrayList<>();
    }

    /** Who asks is answered by whom the security context has. */
    static class Handler {

        private final Watch watch;

        Handler(Watch watch) {
            this.watch = watch;
        }

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        @PreAuthorize("hasAuthority('backup')")
        public String handle(String question) {
            Seen seen = Seen.now();
            this.watch.meanwhile.add(seen);
            return seen.authentication().getName() + " " + seen.authentication().getAuthorities();
        }
    }
}

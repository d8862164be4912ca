package io.peercred.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The keys below NAME for editors: the configuration processor writes nothing below the values of a map, but it does for
 * these prefixes. Nothing is ever bound to them, and nobody makes a bean of them.
 */
final class EndpointMetadata {

    private EndpointMetadata() {}

    @ConfigurationProperties("peercred.inbound.*")
    abstract static class Inbound extends PeercredProperties.Inbound {}

    @ConfigurationProperties("peercred.outbound.*")
    abstract static class Outbound extends PeercredProperties.Outbound {}
}

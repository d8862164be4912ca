package io.peercred.autoconfigure;

import org.springframework.messaging.converter.MessageConverter;

/**
 * The converter of payloads that are neither {@code String} nor {@code byte[]}; a bean of this type replaces the
 * auto-configured one. A type of its own, so that it is no candidate where the application wants a converter.
 *
 * @param converter asked with the endpoint's content type as a header; must be thread-safe
 */
public record PeercredMessageConverter(MessageConverter converter) {}

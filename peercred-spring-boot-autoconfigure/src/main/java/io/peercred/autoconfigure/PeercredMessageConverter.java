package io.peercred.autoconfigure;

import org.springframework.messaging.converter.MessageConverter;

/** The converter of the payloads; a type of its own, so that it is no candidate where the application wants one. */
record PeercredMessageConverter(MessageConverter converter) {}

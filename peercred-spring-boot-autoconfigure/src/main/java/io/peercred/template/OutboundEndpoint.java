package io.peercred.template;

import io.peercred.connection.OutboundClient;

/**
 * A destination of the template.
 *
 * @param client who exchanges frames with it
 * @param converter what its payloads are
 */
public record OutboundEndpoint(OutboundClient client, PayloadConverter converter) {}

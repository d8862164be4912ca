package io.peercred.actuate;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All endpoints.
 *
 * @param endpoints inbound ones first, by name
 * @param refusals the last ones of all endpoints, the newest first
 */
public record PeercredDescriptor(List<EndpointDescriptor> endpoints, List<RefusalDescriptor> refusals)
        implements OperationResponseBody {}

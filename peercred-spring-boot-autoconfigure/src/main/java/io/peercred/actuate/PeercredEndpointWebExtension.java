package io.peercred.actuate;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** Says over HTTP by its status whether there was a connection to close. */
@EndpointWebExtension(endpoint = PeercredEndpoint.class)
public final class PeercredEndpointWebExtension {

    private final PeercredEndpoint delegate;

    public PeercredEndpointWebExtension(PeercredEndpoint delegate) {
        this.delegate = delegate;
    }

    /** 204, or 404 if there is none of this id. */
    @DeleteOperation
    public WebEndpointResponse<Void> closeConnection(@Selector String id) {
        return new WebEndpointResponse<>(
                this.delegate.closeConnection(id).closed()
                        ? WebEndpointResponse.STATUS_NO_CONTENT
                        : WebEndpointResponse.STATUS_NOT_FOUND);
    }
}

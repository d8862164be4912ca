package io.peercred.integration;

import java.time.Duration;

import io.peercred.connection.Deadlines;
import io.peercred.connection.InboundSettings;
import io.peercred.connection.RejectionReporter;
import io.peercred.template.PayloadConverter;

/**
 * What an inbound gateway works with.
 *
 * @param settings where and for whom
 * @param converter what payloads are
 * @param replyTimeout for the flow's reply
 * @param expectReply whether the flow answers at all
 * @param deadlines watches its connections; not closed by the gateway
 * @param reporter tells of refusals; not closed by the gateway
 */
public record ServedEndpoint(
        InboundSettings settings,
        PayloadConverter converter,
        Duration replyTimeout,
        boolean expectReply,
        Deadlines deadlines,
        RejectionReporter reporter) {}

package io.peercred.connection;

import java.util.Map;

import io.peercred.credentials.PeerCredentials;

/**
 * What came in one frame.
 *
 * @param payload not copied
 * @param peer who sent it: the one that connected, or, where each message is judged, the one that wrote it
 * @param connection where it came from
 * @param files what came with it; closed when the request has been answered, unless they are kept
 * @param trace headers of the trace that the peer says it belongs to; empty if it says none
 */
public record InboundRequest(
        byte[] payload,
        PeerCredentials peer,
        VerifiedConnection connection,
        ReceivedFiles files,
        Map<String, String> trace) {}

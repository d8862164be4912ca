package io.peercred.connection;

import io.peercred.credentials.PeerCredentials;

/**
 * What came back.
 *
 * @param payload of the reply's frame; not copied
 * @param peer who answered
 * @param files what came with it; the caller's to close
 */
public record Reply(byte[] payload, PeerCredentials peer, ReceivedFiles files) {}

package io.peercred.credentials;

/**
 * Published as an application event for each rejected peer.
 *
 * <p>For an outbound endpoint by the calling thread; for an inbound one by a thread of its own, so that a slow listener
 * does not hold up other peers. In a flood of refusals more than it can take are dropped and counted in the log.
 *
 * @param rejection who was rejected, where and why
 */
public record PeerRejectedEvent(PeerRejectedException rejection) {}

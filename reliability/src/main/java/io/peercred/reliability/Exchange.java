package io.peercred.reliability;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * A request that can be told from every other one, and the only right reply to it: whose, which in his order, bytes that
 * follow from both, and a checksum. A reply holds the bytes inverted, so that a request sent back is no reply.
 *
 * @param caller whose; one thread that calls, one number
 * @param sequence which, from 1
 * @param size bytes of the whole, {@link #OVERHEAD} at least
 */
record Exchange(long caller, long sequence, int size) {

    static final int OVERHEAD = 2 * Long.BYTES + Integer.BYTES;

    /** A request that is not what its sender wrote. */
    static final class CorruptException extends RuntimeException {

        private static final long serialVersionUID = 1;

        CorruptException(String message) {
            super(message);
        }
    }

    byte[] request() {
        return bytes(0);
    }

    byte[] reply() {
        return bytes(0xff);
    }

    /** Reads a request; one that was cut, changed or mixed with another is refused. */
    static Exchange ofRequest(byte[] request) {
        if (request.length >= OVERHEAD) {
            ByteBuffer buffer = ByteBuffer.wrap(request);
            Exchange exchange = new Exchange(buffer.getLong(), buffer.getLong(), request.length);
            if (Arrays.equals(request, exchange.request())) {
                return exchange;
            }
        }
        throw new CorruptException("no request of ours, of " + request.length + " bytes");
    }

    private byte[] bytes(int inversion) {
        ByteBuffer buffer = ByteBuffer.allocate(this.size);
        buffer.putLong(this.caller).putLong(this.sequence);
        byte[] body = new byte[this.size - OVERHEAD];
        new SplittableRandom(this.caller * 31 + this.sequence).nextBytes(body);
        for (int i = 0; i < body.length; i++) {
            body[i] ^= (byte) inversion;
        }
        buffer.put(body);
        CRC32C sum = new CRC32C();
        sum.update(buffer.array(), 0, buffer.position());
        return buffer.putInt((int) sum.getValue() ^ (inversion == 0 ? 0 : -1)).array();
    }
}

package io.peercred.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * Native memory for the arguments of one call at a time. An address costs half of what JNA takes to copy an array in and
 * out, which shows where each exchange makes such calls.
 *
 * @param bytes the memory, in native order
 * @param address of its first byte
 */
record CallMemory(ByteBuffer bytes, long address) {

    private static final int CAPACITY = 256;

    private static final ThreadLocal<CallMemory> OF_THREAD = ThreadLocal.withInitial(() -> allocate(CAPACITY));

    /** The calling thread's own. */
    static CallMemory ofThread() {
        return OF_THREAD.get();
    }

    static CallMemory allocate(int capacity) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
        return new CallMemory(bytes, Pointer.nativeValue(Native.getDirectBufferPointer(bytes)));
    }
}

package io.peercred.connection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The codecs that have a name. */
public final class FrameCodecs {

    private static final Map<String, FrameCodec> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("length-header", new LengthHeaderCodec());
        BY_NAME.put("crlf", new TerminatorCodec("crlf", (byte) '\r', (byte) '\n'));
        BY_NAME.put("lf", new TerminatorCodec("lf", (byte) '\n'));
        BY_NAME.put("nul", new TerminatorCodec("nul", (byte) 0));
        BY_NAME.put("raw", new RawCodec());
    }

    private FrameCodecs() {}

    /** The codec of that name, or null if there is none. */
    public static @Nullable FrameCodec named(String name) {
        return BY_NAME.get(name);
    }

    /** Whether errors can be told from answers in it: in {@code length-header} only. */
    public static boolean hasErrorFrames(FrameCodec codec) {
        return codec instanceof LengthHeaderCodec;
    }

    /** All names. */
    public static Set<String> names() {
        return Set.copyOf(BY_NAME.keySet());
    }
}

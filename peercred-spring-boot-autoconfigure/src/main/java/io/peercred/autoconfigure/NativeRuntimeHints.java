package io.peercred.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * Says to ahead-of-time processing how native code and ours find each other: our native methods are mapped by JNA, whose
 * library in turn looks up classes. junixsocket says the like for itself, in files beside its classes; JNA does not.
 */
final class NativeRuntimeHints implements RuntimeHintsRegistrar {

    private static final String MAPPED = "io.peercred.platform.LibC";

    /** What JNA unpacks and loads, for the systems that there are native calls for. */
    private static final List<String> LIBRARIES =
            List.of("com/sun/jna/linux-x86-64/libjnidispatch.so", "com/sun/jna/linux-aarch64/libjnidispatch.so");

    /** What JNA's library finds by name, as its string table has it. */
    private static final List<String> JNA = List.of(
            "Callback",
            "Callback$UncaughtExceptionHandler",
            "CallbackReference",
            "CallbackReference$AttachOptions",
            "FromNativeConverter",
            "IntegerType",
            "JNIEnv",
            "LastErrorException",
            "Native",
            "Native$ffi_callback",
            "NativeMapped",
            "Pointer",
            "PointerType",
            "Structure",
            "Structure$ByValue",
            "Structure$FFIType$FFITypes",
            "WString");

    private static final List<String> JAVA = List.of(
            "lang.Boolean",
            "lang.Byte",
            "lang.Character",
            "lang.Class",
            "lang.Double",
            "lang.Error",
            "lang.Float",
            "lang.IllegalArgumentException",
            "lang.IllegalStateException",
            "lang.Integer",
            "lang.Long",
            "lang.Object",
            "lang.OutOfMemoryError",
            "lang.Short",
            "lang.String",
            "lang.System",
            "lang.UnsatisfiedLinkError",
            "lang.UnsupportedOperationException",
            "lang.Void",
            "lang.reflect.Method",
            "nio.Buffer",
            "nio.ByteBuffer",
            "nio.CharBuffer",
            "nio.DoubleBuffer",
            "nio.FloatBuffer",
            "nio.IntBuffer",
            "nio.LongBuffer",
            "nio.ShortBuffer");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        TypeReference mapped = TypeReference.of(MAPPED);
        hints.reflection().registerType(mapped, MemberCategory.INVOKE_DECLARED_METHODS);
        hints.jni().registerType(mapped, MemberCategory.INVOKE_DECLARED_METHODS);
        Stream.concat(
                        JNA.stream().map(name -> "com.sun.jna." + name),
                        JAVA.stream().map(name -> "java." + name))
                .forEach(name -> hints.jni()
                        .registerType(
                                TypeReference.of(name),
                                MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
                                MemberCategory.INVOKE_DECLARED_METHODS,
                                MemberCategory.ACCESS_DECLARED_FIELDS));
        LIBRARIES.forEach(hints.resources()::registerPattern);
    }
}

package io.peercred.shipped;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

import static org.assertj.core.api.Assertions.assertThat;

/** Native code is what neither Java nor this project's tests look into: who brings some is known by name. */
class NativeCodeTests {

    private static final Pattern NATIVE_NAME =
            Pattern.compile(".*\\.(so(\\.\\d+)*|dll|dylib|jnilib|a|exe|o|sl|srvpgm)");

    /** ELF, Mach-O of both sizes and byte orders, several of them in one file, a static library, AIX, Windows. */
    private static final List<String> NATIVE_STARTS = List.of(
            "\u007fELF",
            "\u00fe\u00ed\u00fa\u00ce",
            "\u00fe\u00ed\u00fa\u00cf",
            "\u00ce\u00fa\u00ed\u00fe",
            "\u00cf\u00fa\u00ed\u00fe",
            "\u00ca\u00fe\u00ba\u00be",
            "!<arch>\n",
            "<bigaf>\n",
            "\u0001\u00df\u0000",
            "\u0001\u00f7\u0000",
            "MZ\u0090\u0000");

    @Test
    void onlyJunixsocketAndJnaBringSome() throws IOException {
        Set<String> bringers = new TreeSet<>();
        ShippedJar.each((path, content) -> {
            if (isNative(path, content)) {
                bringers.add(path.replaceAll("!/.*", "").replaceAll("-\\d[^/]*\\.jar$", ""));
            }
        });
        assertThat(bringers)
                .containsExactly(ShippedJar.LIBRARIES + "jna", ShippedJar.LIBRARIES + "junixsocket-native-common");
    }

    private static boolean isNative(String path, byte[] content) {
        // A Java class begins as several Mach-O in one file do.
        if (path.endsWith(".class")) {
            return false;
        }
        String start = new String(content, 0, Math.min(content.length, 8), StandardCharsets.ISO_8859_1);
        return NATIVE_NAME.matcher(path.toLowerCase(Locale.ROOT)).matches()
                || NATIVE_STARTS.stream().anyMatch(start::startsWith);
    }

    @Test
    void ofOurClassesOnlyThePlatformsDeclareNativeMethods() throws IOException {
        Set<String> packages = new TreeSet<>();
        Pattern ours = Pattern.compile("(?:.*!/|BOOT-INF/classes/)(io/peercred/.*)/[^/]+\\.class");
        ShippedJar.each((path, content) -> {
            var matcher = ours.matcher(path);
            if (matcher.matches() && declaresNativeMethods(content)) {
                packages.add(matcher.group(1));
            }
        });
        assertThat(packages).containsExactly("io/peercred/platform");
    }

    private static boolean declaresNativeMethods(byte[] type) {
        boolean[] found = {false};
        new ClassReader(type)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                found[0] |= (access & Opcodes.ACC_NATIVE) != 0;
                                return null;
                            }
                        },
                        ClassReader.SKIP_CODE);
        return found[0];
    }
}

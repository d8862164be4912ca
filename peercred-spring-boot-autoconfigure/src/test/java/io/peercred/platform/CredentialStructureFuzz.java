package io.peercred.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;

import io.peercred.testing.FuzzInput;

import static io.peercred.testing.Oracle.require;
import static io.peercred.testing.Oracle.requireEqual;

/**
 * Structures of credentials, ours and those of other systems: unsigned ids out of the bytes that are there, or an
 * {@link IOException}. Input: structure, byte order, bytes.
 */
public final class CredentialStructureFuzz {

    private CredentialStructureFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int structure = input.choice(7);
        ByteOrder order = input.flag() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] all = input.rest();
        // Behind something else, where offsets from the array's start would be wrong.
        ByteBuffer words = ByteBuffer.allocate(all.length + 4)
                .order(order)
                .putInt(-1)
                .put(all)
                .flip()
                .position(4)
                .slice()
                .order(order);
        try {
            List<Long> ids = decode(structure, words, all);
            ids.forEach(id -> require(id >= 0 && id <= 4294967295L, "no id: " + id));
            require(ids.size() * 4 <= all.length, "more ids than bytes");
        } catch (IOException ex) {
            require(String.valueOf(ex.getMessage()).startsWith("struct "), "is " + ex.getMessage());
        }
    }

    private static List<Long> decode(int structure, ByteBuffer words, byte... all) throws IOException {
        switch (structure) {
            case 0 -> {
                return all.length < Ucred.BYTES ? List.of() : ucred(words);
            }
            case 1 -> {
                Xucred xucred = Xucred.decode(words);
                require(xucred.pid() == null || xucred.pid() > 0, "pid " + xucred.pid());
                return Stream.concat(xucred.groups().stream(), Stream.of(xucred.uid()))
                        .toList();
            }
            case 2 -> {
                Unpcbid unpcbid = Unpcbid.decode(words);
                return List.of(unpcbid.uid(), unpcbid.gid());
            }
            case 3 -> {
                Sockcred2 sockcred = Sockcred2.decode(words);
                return Stream.concat(
                                sockcred.groups().stream(),
                                Stream.of(sockcred.uid(), sockcred.euid(), sockcred.gid(), sockcred.egid()))
                        .toList();
            }
            case 4 -> {
                Cmsgcred cmsgcred = Cmsgcred.decode(words);
                return Stream.concat(
                                cmsgcred.groups().stream(), Stream.of(cmsgcred.uid(), cmsgcred.euid(), cmsgcred.gid()))
                        .toList();
            }
            case 5 -> {
                Sockpeercred sockpeercred = Sockpeercred.decode(words);
                return List.of(sockpeercred.uid(), sockpeercred.gid());
            }
            default -> {
                String label = SecurityLabel.decode(all);
                require(label == null || !label.isEmpty() && !label.endsWith("\n") && !label.endsWith("\0"), "a tail");
                return List.of();
            }
        }
    }

    private static List<Long> ucred(ByteBuffer words) {
        Ucred ucred = Ucred.decode(words);
        ByteBuffer again = ByteBuffer.allocate(Ucred.BYTES).order(words.order());
        ucred.encode(again, 0);
        requireEqual(again, words.slice(0, Ucred.BYTES));
        return List.of(Integer.toUnsignedLong(ucred.uid()), Integer.toUnsignedLong(ucred.gid()));
    }
}

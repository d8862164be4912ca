package io.peercred.platform;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.peercred.platform.FileAccess.Answer;
import io.peercred.platform.FileAcl.Entry;

import static org.assertj.core.api.Assertions.assertThat;

/** What can be said of somebody whose groups are not known; of the others the kernel is asked where users are explained. */
class FileAccessTests {

    private static final long OWNER = 1000;
    private static final long BOB = 1001;
    private static final long GROUP = 2001;

    private static FileStatus status(String mode) {
        return new FileStatus(1, 1, Integer.parseInt(mode, 8), OWNER, GROUP);
    }

    @ParameterizedTest
    @CsvSource({"0711,YES", "0700,NO", "0710,UNKNOWN", "0701,UNKNOWN"})
    void unknownGroupsMatterWhereTheGroupMayOtherThanOthers(String mode, Answer answer) {
        FileAccess access = new FileAccess(status(mode), null);
        assertThat(access.permits(FileAccess.SEARCH, BOB, null)).isEqualTo(answer);
        assertThat(access.permits(FileAccess.SEARCH, OWNER, null)).isEqualTo(Answer.YES);
    }

    @ParameterizedTest
    @CsvSource({"0,0,NO", "1,0,UNKNOWN", "0,1,UNKNOWN", "1,1,YES"})
    void soDoThoseOfAnAccessControlList(int listed, int others, Answer answer) {
        FileAcl list = new FileAcl(List.of(
                new Entry(0x01, 7, 0),
                new Entry(0x04, others, 0),
                new Entry(0x08, listed, 3001),
                new Entry(0x10, 7, 0),
                new Entry(0x20, others, 0)));
        FileAccess access = new FileAccess(status("0770"), list);
        assertThat(access.permits(FileAccess.SEARCH, BOB, null)).isEqualTo(answer);
        assertThat(access.permits(FileAccess.SEARCH, BOB, Set.of(3001L)))
                .isEqualTo(listed == 1 ? Answer.YES : Answer.NO);
    }
}

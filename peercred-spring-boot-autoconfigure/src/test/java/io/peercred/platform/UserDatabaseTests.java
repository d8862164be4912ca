package io.peercred.platform;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UserDatabaseTests {

    @Test
    void rootIsZeroAndZeroIsRoot() throws IOException {
        assertThat(UserDatabase.uid("root")).hasValue(0);
        assertThat(UserDatabase.gid("root")).hasValue(0);
        assertThat(UserDatabase.userName(0)).isEqualTo("root");
        assertThat(UserDatabase.groupName(0)).isEqualTo("root");
        assertThat(UserDatabase.groupsOf(0)).contains(0);
    }

    @Test
    void aNameThatNobodyHasIsEmptyAndNoError() throws IOException {
        assertThat(UserDatabase.uid("nosuchuserhere")).isEmpty();
        assertThat(UserDatabase.gid("nosuchgrouphere")).isEmpty();
        assertThat(UserDatabase.uid("")).isEmpty();
    }

    @Test
    void aNumberIsANameLikeAnyOther() throws IOException {
        assertThat(UserDatabase.uid("0")).isEmpty();
        assertThat(UserDatabase.gid("0")).isEmpty();
    }

    @Test
    void anIdWithoutNameHasNone() throws IOException {
        assertThat(UserDatabase.userName(3_000_000_000L)).isNull();
        assertThat(UserDatabase.groupName(3_000_000_000L)).isNull();
        assertThat(UserDatabase.groupsOf(3_000_000_000L)).isEmpty();
    }

    @Test
    void aNameIsNotCutAtAZeroCharacter() throws IOException {
        assertThat(UserDatabase.uid("root\0suffix")).isEmpty();
        assertThat(UserDatabase.gid("root\0suffix")).isEmpty();
    }
}

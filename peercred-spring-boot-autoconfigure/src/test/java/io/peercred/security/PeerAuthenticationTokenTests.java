package io.peercred.security;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PeerAuthenticationTokenTests {

    private static final List<GrantedAuthority> BACKUP = AuthorityUtils.createAuthorityList("backup");

    private static PeerAuthenticationToken token(long uid, List<GrantedAuthority> authorities, String connection) {
        PeerCredentials peer = new PeerCredentials(
                uid, 1, 4711L, Set.of(2L), PeerCredentials.Source.SO_PEERCRED, PeerCredentials.Moment.CONNECT);
        return new PeerAuthenticationToken(
                peer,
                authorities,
                new PeerAuthenticationDetails(new Endpoint("clock", Direction.INBOUND, "/run/c"), connection));
    }

    @Test
    void isAuthenticatedAsTheUserByNameOrElseByNumber() {
        assertThat(token(0, BACKUP, "c-1").isAuthenticated()).isTrue();
        assertThat(token(0, BACKUP, "c-1").getName()).isEqualTo("root");
        assertThat(token(3987654321L, BACKUP, "c-1").getName()).isEqualTo("3987654321");
        assertThat(token(0, BACKUP, "c-1").getCredentials()).isNull();
        assertThat(token(0, BACKUP, "c-1").getPrincipal().pid()).isEqualTo(4711);
    }

    @Test
    void isEqualToOneOfTheSamePeerAuthoritiesAndConnection() {
        assertThat(token(5, BACKUP, "c-1"))
                .isEqualTo(token(5, BACKUP, "c-1"))
                .hasSameHashCodeAs(token(5, BACKUP, "c-1"))
                .isNotEqualTo(token(6, BACKUP, "c-1"))
                .isNotEqualTo(token(5, List.of(), "c-1"))
                .isNotEqualTo(token(5, BACKUP, "c-2"));
    }

    @Test
    void cannotBeChanged() {
        List<GrantedAuthority> authorities = new ArrayList<>(BACKUP);
        PeerAuthenticationToken token = token(5, authorities, "c-1");
        authorities.clear();
        assertThatIllegalArgumentException().isThrownBy(() -> token.setAuthenticated(false));
        assertThatThrownBy(() -> token.setDetails("others")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> token.getAuthorities().clear()).isInstanceOf(UnsupportedOperationException.class);
        token.setAuthenticated(true);
        token.eraseCredentials();
        assertThat(token).isEqualTo(token(5, BACKUP, "c-1"));
    }

    @Test
    void isTheSameElsewhere() throws IOException, ClassNotFoundException {
        PeerAuthenticationToken token = token(0, BACKUP, "c-1");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(token);
        }
        assertThat(bytes.toString()).as("the name, which is looked up here").contains("root");
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(token).extracting("name").isEqualTo("root");
        }
    }
}

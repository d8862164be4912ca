package io.peercred.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.ExpectedIds;
import io.peercred.credentials.InvalidSettingException;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.UserOrGroup;
import io.peercred.platform.UserNamespace;

/**
 * Authorities by users and groups, the same at every endpoint: a peer has an authority if it is one of its users or a
 * member of one of its groups. Immutable; names are what they were when it was made.
 */
public final class IdAuthorities implements PeerAuthoritiesMapper {

    private final List<Rule> rules;

    private record Rule(GrantedAuthority authority, List<UserOrGroup> anyOf) {}

    private IdAuthorities(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads who has which authority.
     *
     * @param prefix what stands before the authorities where they are written, with its dot
     * @param authorities by authority: {@code uid:1001}, {@code uid:self}, {@code user:backup}, {@code gid:100},
     *     {@code group:ops}
     * @param namespace whose unmapped ids have none
     * @throws InvalidSettingException with what to write instead: an empty list, another word, an unknown name
     */
    public static IdAuthorities of(String prefix, Map<String, List<String>> authorities, UserNamespace namespace) {
        ExpectedIds ids = new ExpectedIds(namespace);
        List<Rule> rules = new ArrayList<>();
        authorities.forEach((authority, words) -> {
            String property = prefix + authority;
            if (words.isEmpty() || words.stream().anyMatch(String::isBlank)) {
                throw new InvalidSettingException(
                        property,
                        "is set but empty, so that nobody has this authority",
                        "Write who has it, such as " + property + "=user:backup,gid:100, or remove the key. A"
                                + " placeholder or an environment variable may be empty.");
            }
            rules.add(new Rule(
                    new SimpleGrantedAuthority(authority),
                    words.stream().map(word -> ids.userOrGroup(property, word)).toList()));
        });
        return new IdAuthorities(rules);
    }

    @Override
    public Collection<GrantedAuthority> authorities(PeerCredentials peer, Endpoint endpoint) {
        List<GrantedAuthority> granted = new ArrayList<>(this.rules.size());
        for (Rule rule : this.rules) {
            for (UserOrGroup word : rule.anyOf()) {
                if (word.matches(peer)) {
                    granted.add(rule.authority());
                    break;
                }
            }
        }
        return granted;
    }
}

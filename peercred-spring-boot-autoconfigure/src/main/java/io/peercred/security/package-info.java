/** Peers as Spring Security's authentications: their authorities, and the security context around handlers. */
@NullMarked
package io.peercred.security;

import org.jspecify.annotations.NullMarked;

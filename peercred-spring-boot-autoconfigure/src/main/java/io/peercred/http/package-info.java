/** HTTP over Unix sockets whose peer was judged before the first byte: Spring's clients on Apache HttpClient. */
@NullMarked
package io.peercred.http;

import org.jspecify.annotations.NullMarked;

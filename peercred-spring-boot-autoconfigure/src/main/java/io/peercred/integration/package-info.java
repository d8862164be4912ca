/** How verified connections meet Spring Integration: the inbound and the outbound gateway. */
@NullMarked
package io.peercred.integration;

import org.jspecify.annotations.NullMarked;

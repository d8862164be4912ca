/** What an application injects to exchange messages over verified connections. */
@NullMarked
package io.peercred.template;

import org.jspecify.annotations.NullMarked;

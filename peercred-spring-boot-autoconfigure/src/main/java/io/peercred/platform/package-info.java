/** What the operating system offers: the few native calls, as numbers and bytes. Internal; nothing of Spring. */
@NullMarked
package io.peercred.platform;

import org.jspecify.annotations.NullMarked;

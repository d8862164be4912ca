/** What Spring Boot's audit hears of peers. */
@NullMarked
package io.peercred.audit;

import org.jspecify.annotations.NullMarked;

/** Whether endpoints can be reached, for Spring Boot's health endpoint. */
@NullMarked
package io.peercred.health;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.parley.agent.tenancy;

import org.jspecify.annotations.NullMarked;

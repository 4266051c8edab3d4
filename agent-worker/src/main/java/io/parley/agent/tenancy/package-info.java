/// Work on the database enters; it leaves as one transaction that sees one tenant's rows only.
@NullMarked
package io.parley.agent.tenancy;

import org.jspecify.annotations.NullMarked;

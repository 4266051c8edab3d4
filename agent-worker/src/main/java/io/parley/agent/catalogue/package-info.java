/// Questions of the model about products and orders enter, and imports of them; what the tenant's shop says leaves,
/// orders only to the customer whose they are.
@NullMarked
package io.parley.agent.catalogue;

import org.jspecify.annotations.NullMarked;

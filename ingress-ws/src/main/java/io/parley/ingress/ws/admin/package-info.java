/// Who may operate the node: requests for `/admin` enter, those with a right token go on.
@NullMarked
package io.parley.ingress.ws.admin;

import org.jspecify.annotations.NullMarked;

/// Tienda Nube: requests for products, categories and orders of a store enter, pages of them leave.
@NullMarked
package io.parley.sandbox.tiendanube;

import org.jspecify.annotations.NullMarked;

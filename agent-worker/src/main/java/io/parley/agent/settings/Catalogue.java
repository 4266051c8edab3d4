package io.parley.agent.settings;

/// Where a tenant's products and orders are.
public sealed interface Catalogue {

    /// In Parley's own tables.
    record Local() implements Catalogue {}

    /// In a Tienda Nube shop.
    record TiendaNube(String storeId, String accessToken) implements Catalogue {

        /// Without the token.
        @Override
        public String toString() {
            return "TiendaNube[" + storeId + "]";
        }
    }
}

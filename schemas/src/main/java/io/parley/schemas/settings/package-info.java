/// Records of `tenant-settings` enter, the tenants' current settings leave with their secrets readable.
@NullMarked
package io.parley.schemas.settings;

import org.jspecify.annotations.NullMarked;

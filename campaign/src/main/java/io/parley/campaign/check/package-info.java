/// The checker: a ledger enters, a verdict leaves. Each law is one promise of Parley.
@NullMarked
package io.parley.campaign.check;

import org.jspecify.annotations.NullMarked;

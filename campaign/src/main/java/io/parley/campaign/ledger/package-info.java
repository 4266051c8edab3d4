/// What was seen from outside: each observation enters as a line, files of JSON lines leave, and can be read again.
@NullMarked
package io.parley.campaign.ledger;

import org.jspecify.annotations.NullMarked;

/// Lines go to files and come back.
@org.jspecify.annotations.NullUnmarked
package io.parley.campaign.ledger;
